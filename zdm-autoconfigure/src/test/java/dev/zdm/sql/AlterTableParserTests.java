package dev.zdm.sql;

import java.util.List;
import java.util.Set;

import dev.zdm.sql.AlterAction.AddColumn;
import dev.zdm.sql.AlterAction.AddConstraint;
import dev.zdm.sql.AlterAction.AlterType;
import dev.zdm.sql.AlterAction.ConstraintKind;
import dev.zdm.sql.AlterAction.DropColumn;
import dev.zdm.sql.AlterAction.DropConstraint;
import dev.zdm.sql.AlterAction.Generation;
import dev.zdm.sql.AlterAction.Instant;
import dev.zdm.sql.AlterAction.KeyIndex;
import dev.zdm.sql.AlterAction.Other;
import dev.zdm.sql.AlterAction.Unknown;
import dev.zdm.sql.AlterAction.Rename;
import dev.zdm.sql.AlterAction.RenameSubject;
import dev.zdm.sql.AlterAction.SetNotNull;
import dev.zdm.sql.AlterAction.ValidateConstraint;
import dev.zdm.sql.Statement.AlterTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class AlterTableParserTests {

	@Test
	void understandsEveryWayToNameTheTable() {
		AlterTable alter = parse("ALTER TABLE IF EXISTS ONLY \"S.1\".\"T\"\"2\" * ADD a int");
		assertThat(alter.name()).isEqualTo(new QualifiedName("S.1", "T\"2"));
		assertThat(alter.ifExists() && alter.only()).isTrue();
		AlterTable plain = parse("alter table s.t add a int");
		assertThat(plain.name()).isEqualTo(new QualifiedName("s", "t"));
		assertThat(plain.ifExists() || plain.only()).isFalse();
		assertThat(parse("alter table only (t) add a int").name()).isEqualTo(QualifiedName.of("t"));
	}

	@Test
	void takesActionsApartAtTheirCommasOnly() {
		assertThat(parse("""
				alter table t add a numeric(1, 2) default f(1, 2), add b int[] default array[1, 2],
				  alter c type int using (c[1, 2]), drop d""").actions()).extracting(AlterAction::text)
			.containsExactly("add a numeric(1, 2) default f(1, 2)", "add b int[] default array[1, 2]",
					"alter c type int using (c[1, 2])", "drop d");
	}

	@Test
	void oneActionThatIsUnknownLeavesTheOthersUnderstood() {
		assertThat(parse("alter table t add a int, frobnicate b, set not null, drop column c").actions())
			.extracting((action) -> (Object) action.getClass())
			.containsExactly(AddColumn.class, Unknown.class, Unknown.class, DropColumn.class);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			add column a int                                  | int                       |
			add a bigint null                                 | bigint                    |
			add column if not exists a VARCHAR(20)            | varchar(20)               |
			add a character  varying (20) []                  | character  varying (20) []|
			add a numeric(10,2)[][] default '{}'              | numeric(10,2)[][]         | '{}'
			add a timestamp(3) with time zone default now()   | timestamp(3) with time zone | now()
			add a double precision default -1.5               | double precision          | -1.5
			add a "S"."My Type" default 'x'::"S"."My Type"    | "S"."My Type"             | 'x'::"S"."My Type"
			add a S.Kind default (b is not null)              | s.kind                    | (b is not null)
			add a boolean default 1 is not distinct from 2 not null | boolean             | 1 is not distinct from 2
			add a text default 'a,b' collate "C"              | text                      | 'a,b'
			add a text collate "C" default concat('a', ',')   | text                      | concat('a', ',')
			add a text storage external compression pglz default 'x' | text               | 'x'
			add a text storage default                        | text                      |
			add a text compression default not null           | text                      |
			add a varchar(5) default 'a'::varchar(5) not null | varchar(5)                | 'a'::varchar(5)
			add a int[] default array[1, 2]                   | int[]                     | array[1, 2]
			add a interval day to second (3) default interval '1' day | interval day to second (3) | interval '1' day
			add a int default null                            | int                       | null
			add a int references p on delete set default      | int                       |
			add a int references p on delete set null on update set default | int         |
			add a storage                                     | storage                   |
			""")
	void readsTypeAndDefaultOfAColumn(String action, String type, String defaultExpression) {
		AddColumn add = only(AddColumn.class, action);
		assertThat(add.column()).isEqualTo("a");
		assertThat(add.type()).isEqualTo(type);
		assertThat(add.defaultExpression()).isEqualTo(defaultExpression);
		assertThat(add.text()).isEqualTo(action);
		assertThat(add.generation()).isEqualTo(Generation.NONE);
		assertThat(add.notNull()).isEqualTo(action.endsWith("not null"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			add a serial                                                      | SEQUENCE
			add a BIGSERIAL primary key                                       | SEQUENCE
			add a int generated always as identity                            | SEQUENCE
			add a int GENERATED BY DEFAULT AS IDENTITY (START 5 INCREMENT BY 2) not null | SEQUENCE
			add a int generated always as (b * 2) stored                      | STORED
			add a int generated always as (b * 2) virtual                     | VIRTUAL
			add a int generated always as (b * 2)                             | VIRTUAL
			add a int constraint g generated always as (b * 2) stored         | STORED
			""")
	void readsHowAColumnIsGenerated(String action, Generation generation) {
		assertThat(only(AddColumn.class, action).generation()).isEqualTo(generation);
		assertThat(only(AddColumn.class, action).defaultExpression()).isNull();
	}

	@Test
	void readsTheConstraintsOfAColumn() {
		AddColumn add = only(AddColumn.class,
				"""
						add column "A b" int constraint c1 not null constraint "c 2" check ("A b" > 0 and "A b" not in (7)) no inherit
						constraint c3 unique nulls not distinct with (fillfactor = 70) using index tablespace fast
						constraint c4 references "S"."P" (id) match full on delete set null deferrable initially deferred""");
		assertThat(add.column()).isEqualTo("A b");
		assertThat(add.notNull()).isTrue();
		assertThat(add.constraints())
			.isEqualTo(Set.of(ConstraintKind.CHECK, ConstraintKind.UNIQUE, ConstraintKind.FOREIGN_KEY));
		assertThat(add.references()).containsExactly(new QualifiedName("S", "P"));
		assertThat(add.defaultExpression()).isNull();
		assertThat(only(AddColumn.class, "add a int primary key").constraints())
			.containsExactly(ConstraintKind.PRIMARY_KEY);
	}

	@Test
	void leavesOutWhatIsNotEnforced() {
		AddColumn add = only(AddColumn.class,
				"add a int check (a > 0) not enforced references p not enforced unique not null");
		assertThat(add.constraints()).containsExactly(ConstraintKind.UNIQUE);
		assertThat(add.references()).containsExactly(QualifiedName.of("p"));
		assertThat(add.notNull()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "drop column \"x,y\"", "drop \"x,y\"", "drop column if exists \"x,y\" cascade",
			"drop if exists \"x,y\" restrict" })
	void understandsDropColumn(String action) {
		assertThat(only(DropColumn.class, action).column()).isEqualTo("x,y");
	}

	@ParameterizedTest
	@ValueSource(strings = { "drop constraint c", "drop constraint if exists c cascade", "DROP CONSTRAINT C RESTRICT" })
	void understandsDropConstraint(String action) {
		assertThat(only(DropConstraint.class, action).name()).isEqualTo("c");
	}

	@ParameterizedTest
	@ValueSource(strings = { "alter column a set not null", "alter a set not null", "ALTER A SET /* now */ NOT NULL" })
	void understandsSetNotNull(String action) {
		assertThat(only(SetNotNull.class, action).column()).isEqualTo("a");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			alter column a type text                        | text           | false |
			alter a set data type VARCHAR(10)[]             | varchar(10)[]  | false |
			alter a type text collate "C"                   | text           | true  |
			alter a type text collate pg_catalog."C" using concat(a, ',') | text | true | concat(a, ',')
			alter a type "My Type" using f(a, 1)            | "My Type"      | false | f(a, 1)
			alter a type numeric(10, 2) using (a / 100.0)   | numeric(10, 2) | false | (a / 100.0)
			""")
	void understandsAlterType(String action, String type, boolean collated, String using) {
		AlterType alter = only(AlterType.class, action);
		assertThat(alter.column()).isEqualTo("a");
		assertThat(alter.type()).isEqualTo(type);
		assertThat(alter.collated()).isEqualTo(collated);
		assertThat(alter.using()).isEqualTo(using);
	}

	@ParameterizedTest
	@ValueSource(strings = { "alter a set default 'x, y'", "alter column a set default now()", "alter a drop default",
			"alter a drop not null", "alter a set statistics 100", "alter a set storage external",
			"alter a set compression lz4" })
	void knowsWhatIsInstant(String action) {
		assertThat(only(Instant.class, action).text()).isEqualTo(action);
	}

	@ParameterizedTest
	@ValueSource(strings = { "alter constraint c deferrable", "alter a add generated always as identity",
			"enable trigger all", "owner to joe", "set (fillfactor = 70)", "attach partition p default", "inherit p",
			"", "add", "drop", "rename", "alter", "add constraint", "add constraint c", "rename a", "add unique",
			"add unique (a", "add foreign key (a)", "add foreign key (a, b c) references p", "alter a type",
			"set schema s" })
	void admitsWhatItDoesNotKnow(String action) {
		AlterAction read = parse("alter table t " + action).actions().get(0);
		assertThat(read).isInstanceOfAny(Other.class, AlterType.class);
		assertThat(read.text()).isEqualTo(action);
	}

	@Test
	void understandsRenames() {
		assertThat(only(Rename.class, "rename to \"New\""))
			.isEqualTo(new Rename("rename to \"New\"", RenameSubject.TABLE, null, "New"));
		assertThat(only(Rename.class, "rename a to b"))
			.isEqualTo(new Rename("rename a to b", RenameSubject.COLUMN, "a", "b"));
		assertThat(only(Rename.class, "rename column \"A\" to b").from()).isEqualTo("A");
		assertThat(only(Rename.class, "rename constraint a to b").subject()).isEqualTo(RenameSubject.CONSTRAINT);
	}

	@Test
	void understandsValidation() {
		assertThat(only(ValidateConstraint.class, "validate constraint \"C\"").name()).isEqualTo("C");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					add constraint c check (a > 0 and b in (1, 2))  | CHECK       | check (a > 0 and b in (1, 2)) | false
					add constraint c check (a > 0) no inherit not valid | CHECK   | check (a > 0) no inherit not valid | true
					add constraint c check (a > 0) not enforced     | CHECK       | check (a > 0) not enforced | true
					add constraint c check (not valid)              | CHECK       | check (not valid)          | false
					add constraint c not null "A"                   | NOT_NULL    | not null "A"               | false
					add constraint c not null a no inherit not valid | NOT_NULL   | not null a no inherit not valid | true
					add constraint c exclude using gist (a with &&, b with =) where (a > b) | EXCLUDE | exclude using gist (a with &&, b with =) where (a > b) | false
					add constraint c exclude (a with =)             | EXCLUDE     | exclude (a with =)         | false
					add constraint c unique (a, d without overlaps) | EXCLUDE     | unique (a, d without overlaps) | false
					add constraint c primary key (a, d WITHOUT OVERLAPS) | EXCLUDE | primary key (a, d WITHOUT OVERLAPS) | false
					""")
	void understandsTableConstraints(String action, ConstraintKind kind, String definition, boolean notValid) {
		AddConstraint add = only(AddConstraint.class, action);
		assertThat(add.name()).isEqualTo("c");
		assertThat(add.kind()).isEqualTo(kind);
		assertThat(add.definition()).isEqualTo(definition);
		assertThat(add.notValid()).isEqualTo(notValid);
		assertThat(add.ownIndex()).isNull();
	}

	@Test
	void understandsForeignKeys() {
		AddConstraint add = only(AddConstraint.class, "add constraint \"C.1\" foreign key (a, \"B\") "
				+ "references \"S\".p (x, y) match full on delete set null (a) on update cascade deferrable not valid");
		assertThat(add.name()).isEqualTo("C.1");
		assertThat(add.columns()).containsExactly("a", "B");
		assertThat(add.referenced()).isEqualTo(new QualifiedName("S", "p"));
		assertThat(add.notValid()).isTrue();
		assertThat(only(AddConstraint.class, "add foreign key (a, period p) references p (a, period p)").columns())
			.containsExactly("a", "p");
		assertThat(only(AddConstraint.class, "add foreign key (period) references p").columns())
			.containsExactly("period");
		assertThat(parse(
				"alter table t add foreign key (a) references p, add foreign key (b) references t, add foreign key "
						+ "(c) references p")
			.relations()).containsExactly(QualifiedName.of("t"), QualifiedName.of("p"));
	}

	@ParameterizedTest
	@EnumSource(names = { "UNIQUE", "PRIMARY_KEY" })
	void understandsKeysWithAllTheirClauses(ConstraintKind kind) {
		boolean unique = kind == ConstraintKind.UNIQUE;
		AddConstraint add = only(AddConstraint.class,
				"add " + (unique ? "unique nulls not distinct" : "primary key")
						+ " (a, \"B (1)\") include (c) with (fillfactor = 70) using index tablespace fast"
						+ " deferrable initially deferred");
		assertThat(add.name()).isNull();
		assertThat(add.kind()).isEqualTo(kind);
		assertThat(add.columns()).containsExactly("a", "B (1)");
		assertThat(add.usingIndex()).isNull();
		assertThat(add.ownIndex())
			.isEqualTo(new KeyIndex(List.of("c"), "(a, \"B (1)\") include (c)" + (unique ? " nulls not distinct" : "")
					+ " with (fillfactor = 70) tablespace fast", "deferrable initially deferred"));
	}

	@Test
	void understandsKeysThatTakeAnIndexOver() {
		AddConstraint add = only(AddConstraint.class, "add constraint c primary key using index \"I\" deferrable");
		assertThat(add.usingIndex()).isEqualTo("I");
		assertThat(add.columns()).isEmpty();
		assertThat(add.ownIndex()).isNull();
	}

	@Test
	void constraintsNeedNoName() {
		assertThat(parse("alter table t add check (a > 0), add unique (a), add not null b, add exclude (a with =)")
			.actions()).allSatisfy((action) -> assertThat(((AddConstraint) action).name()).isNull());
	}

	@Test
	void wordsThatAreNotReservedNameColumns() {
		assertThat(only(AddColumn.class, "add exclude int").column()).isEqualTo("exclude");
		assertThat(only(AddColumn.class, "add if int").column()).isEqualTo("if");
		assertThat(only(AddColumn.class, "add column type type").type()).isEqualTo("type");
	}

	private static <A extends AlterAction> A only(Class<A> type, String action) {
		List<AlterAction> actions = parse("alter table t " + action).actions();
		assertThat(actions).hasSize(1);
		assertThat(actions.get(0)).isInstanceOf(type);
		return type.cast(actions.get(0));
	}

	private static AlterTable parse(String sql) {
		Statement statement = StatementParser.parse(Script.split(sql).get(0));
		assertThat(statement).isInstanceOf(AlterTable.class);
		return (AlterTable) statement;
	}

}
