package dev.zdm.backfill;

import java.util.List;

import dev.zdm.test.PostgresCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class TableKeyTests {

	private static final TableKey BIGINT = key("bigint");

	private final Shop shop = new Shop(PostgresCluster.shared().primary());

	@AfterEach
	void close() {
		this.shop.close();
	}

	@Test
	void isDenseWhereAThirdOfTheNumbersAreKeys() {
		assertThat(BIGINT.isDense(range("0", "3000"), 1000)).isTrue();
		assertThat(BIGINT.isDense(range("0", "3001"), 1000)).isFalse();
		assertThat(BIGINT.isDense(range("-9223372036854775808", "9223372036854775807"), 1_000_000)).isFalse();
		assertThat(BIGINT.isDense(new KeyRange(null, List.of("10")), 1000)).isFalse();
		assertThat(key("uuid").isDense(range("0", "10"), 1000)).isFalse();
		assertThat(new TableKey(List.of(column("a", "integer"), column("b", "integer")))
			.isDense(new KeyRange(List.of("1", "2"), List.of("1", "9")), 1000)).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "bigint, -40, 100", "integer, 2147483500, 2147483647", "smallint, -32768, -32600",
			"bigint, 9223372036854775000, 9223372036854775500", "bigint, -9223372036854775808, -9223372036854775600",
			"bigint, -9223372036854775803, -9223372036854775600" })
	void countsOutTheRowsOfAStripe(String type, String from, String to) {
		this.shop.execute("create table orders (id %s primary key)".formatted(type));
		this.shop.execute("insert into orders select g::%1$s from generate_series(%2$s::numeric, %3$s::numeric, 3) g"
			.formatted(type, from, to));
		TableKey key = key(type);
		Stripe stripe = Stripe.firstDense();
		long rows = 0;
		for (int i = 0; i < stripe.of(); i++) {
			KeyRange range = range(from, to);
			String searched = key.within(range) + " and " + key.stripe(stripe.of()) + " = " + stripe.number();
			assertThat(ids(key.within(range, stripe))).isEqualTo(ids(searched));
			rows += ids(searched).size();
			stripe = stripe.isLast() ? stripe : stripe.next();
		}
		assertThat(rows).isEqualTo(this.shop.count("orders") - 1);
	}

	@ParameterizedTest
	@CsvSource({ "1", "2", "3", "12", "49", "4096", "1000000", "4194304" })
	void spreadsMultiplesOverAllStripes(long step) {
		this.shop.execute("create table orders (id bigint primary key)");
		this.shop.execute(
				"insert into orders select (g - 500) * %d::bigint from generate_series(1, 1000) g".formatted(step));
		for (int of : StripeCount.ALL) {
			List<Long> rows = this.shop.jdbc.queryForList(
					"select count(*) from orders group by " + BIGINT.stripe(of) + " order by " + BIGINT.stripe(of),
					Long.class);
			assertThat(rows).hasSize(of).allMatch((count) -> Math.abs(count - 1000 / of) <= 1);
		}
	}

	@ParameterizedTest
	@CsvSource({ "text", "character varying(40)", "text collate shop_ci", "uuid" })
	void hashesSingleColumnsAsRowsOfOne(String type) {
		this.shop
			.execute("create collation shop_ci (provider = icu, locale = 'und-u-ks-level2', deterministic = false)");
		this.shop.execute("create table orders (id %s primary key)".formatted(type));
		this.shop.execute("insert into orders select upper(gen_random_uuid()::text)::%s from generate_series(1, 1000)"
			.formatted(type.replaceFirst(" collate.*", "")));
		KeyColumn column = column("id", type.replaceFirst(" collate.*", ""));
		assertThat(column.number()).doesNotContain("row(");
		assertThat(this.shop.count("orders where " + column.number() + " = hash_record_extended(row(id), 0)"))
			.isEqualTo(1000);
	}

	private List<Long> ids(String condition) {
		return this.shop.jdbc.queryForList("select id from orders where " + condition + " order by id", Long.class);
	}

	private static KeyRange range(String from, String to) {
		return new KeyRange(List.of(from), List.of(to));
	}

	private static TableKey key(String type) {
		return new TableKey(List.of(column("id", type)));
	}

	private static KeyColumn column(String name, String type) {
		return new KeyColumn(name, name, type, "");
	}

}
