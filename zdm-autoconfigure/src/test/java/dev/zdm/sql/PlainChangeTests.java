package dev.zdm.sql;

import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class PlainChangeTests {

	@Test
	void anUpdateIsTakenApart() {
		PlainChange change = of(
				"""
						UPDATE Shop."Orders" SET Total = qty * 2, note /* why */ = coalesce(a, b, 'x, y'), "Odd" = case when a is
						distinct from b then 1 end WHERE Total IS NULL and note in (select 1)""")
			.orElseThrow();
		assertThat(change.table()).hasToString("shop.\"Orders\"");
		assertThat(change.sets()).containsExactly(Map.entry("total", "qty * 2"),
				Map.entry("note", "coalesce(a, b, 'x, y')"),
				Map.entry("\"Odd\"", "case when a is\ndistinct from b then 1 end"));
		assertThat(change.where()).isEqualTo("total is null and note in (select 1)");
	}

	@Test
	void aDeleteIsTakenApart() {
		assertThat(of("delete from orders"))
			.contains(new PlainChange(new QualifiedName(null, "orders"), Map.of(), null));
		assertThat(of("delete from orders where id < 5").orElseThrow().where()).isEqualTo("id < 5");
	}

	@ParameterizedTest
	@ValueSource(strings = { "update only orders set a = 1", "update orders o set a = 1",
			"update orders set a = default", "update orders set (a, b) = (1, 2)", "update orders set a = x.a from x",
			"update orders set a = 1 returning a", "update orders set a[1] = 1",
			"with x as (select 1) delete from orders using x", "delete from orders as o",
			"update orders set a = 1 where current of c", "delete from orders where id = 1 returning id",
			"insert into orders select 1", "merge into orders using x on true when matched then delete",
			"update orders set a = 1, a = 2" })
	void whatLooksAtMoreIsLeftAlone(String sql) {
		assertThat(of(sql)).isEmpty();
	}

	@Test
	void questionMarksAreNumberedWhereTheyStandForParameters() {
		assertThat(text("update t set a = ? where b = '?' and c ??| d and e > ?").numbered())
			.isEqualTo(new SqlText.Numbered("update t set a = $1 where b = '?' and c ?| d and e > $2", 2));
		assertThat(text("delete from t").numbered().parameters()).isZero();
	}

	private static Optional<PlainChange> of(String sql) {
		return PlainChange.of((Dml) StatementParser.parse(text(sql)));
	}

	private static SqlText text(String sql) {
		return Script.split(sql).get(0);
	}

}
