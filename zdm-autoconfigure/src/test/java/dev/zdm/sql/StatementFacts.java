package dev.zdm.sql;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * A statement as one line of facts, in the same words as
 * {@code src/test/oracle/facts.cjs} writes them from PostgreSQL's own tree.
 */
final class StatementFacts {

	private StatementFacts() {
	}

	static List<String> of(String sql) {
		return Script.split(sql).stream().map(StatementParser::parse).map(StatementFacts::of).toList();
	}

	static String of(Statement statement) {
		if (statement instanceof Statement.OtherDdl other) {
			return other(other);
		}
		if (statement instanceof Statement.NotDdl other) {
			return notDdl(other);
		}
		if (statement instanceof Statement.CreateTable create) {
			return words("table", name(create.name()),
					(create.partitionOf() != null) ? "partition of " + name(create.partitionOf()) : "",
					list("inherits", create.inherits()), list("like", create.like()),
					list("references", create.references()), options(create.options()),
					ActionFacts.of(create.elements()));
		}
		if (statement instanceof Statement.CreateIndex create) {
			return words("index", create.name(), "on", name(create.table()), given(create.unique(), "unique"),
					given(create.concurrently(), "concurrently"), given(create.ifNotExists(), "ifnotexists"),
					given(create.only(), "only"));
		}
		if (statement instanceof Statement.DropIndex drop) {
			return words("dropindex", names(drop.names()), given(drop.concurrently(), "concurrently"),
					given(drop.ifExists(), "ifexists"), given(drop.cascade(), "cascade"));
		}
		Statement.AlterTable alter = (Statement.AlterTable) statement;
		Options options = new Options().add(alter.only(), Option.ONLY).add(alter.ifExists(), Option.IF_EXISTS);
		return words("alter TABLE", name(alter.name()), options(options.set()), ActionFacts.of(alter.actions()));
	}

	private static String other(Statement.OtherDdl statement) {
		if (statement instanceof CreateObject create) {
			Set<Option> options = create.options()
				.stream()
				.filter((option) -> option != Option.RECURSIVE)
				.collect(Collectors.toSet());
			return words("create", create.type().name(), name(create.name()), on(create.on()),
					list("references", create.references().stream().distinct().toList()), options(options));
		}
		if (statement instanceof AlterObject alter) {
			return words("alter", alter.type().name(), name(alter.name()), on(alter.on()),
					alter.type().isRelation() ? options(alter.options()) : "", ActionFacts.of(alter.actions()));
		}
		if (statement instanceof ObjectCommand command) {
			boolean roles = command.type() == ObjectType.ROLE && command.verb() != ObjectCommand.Verb.DROP
					&& command.verb() != ObjectCommand.Verb.COMMENT
					&& command.verb() != ObjectCommand.Verb.SECURITY_LABEL;
			return words(command.verb().name(), command.type().name(), roles ? "" : names(command.names()),
					on(command.on()), list("only", command.only()), options(command.options()));
		}
		if (statement instanceof DoBlock) {
			return "do";
		}
		UnparsedDdl unparsed = (UnparsedDdl) statement;
		return words("unparsed", unparsed.kind(), unparsed.reason(), "at " + unparsed.position());
	}

	private static String notDdl(Statement.NotDdl statement) {
		if (statement instanceof Dml dml) {
			return words(dml.verb().name(), name(dml.target()), given(dml.only(), "only"), given(dml.where(), "where"),
					given(dml.fromQuery(), "query"), list("also", dml.alsoWritten()));
		}
		if (statement instanceof LockTables lock) {
			return words("lock", names(lock.relations()), list("only", lock.only()), lock.mode(),
					given(lock.nowait(), "nowait"));
		}
		if (statement instanceof Analyze analyze) {
			return words("analyze", names(analyze.relations()));
		}
		if (statement instanceof SettingChange change) {
			return words("set", given(change.local(), "local"), given(change.reset(), "reset"), change.name());
		}
		if (statement instanceof TransactionControl control) {
			return words("transaction", control.verb().name(), control.savepoint());
		}
		Query query = (Query) statement;
		return words("query", (query.into() != null) ? "into " + name(query.into()) : "",
				given(query.temporary(), "temporary"), list("also", query.written()));
	}

	static String words(@Nullable String... words) {
		return Arrays.stream(words)
			.filter(Objects::nonNull)
			.filter((word) -> !word.isEmpty())
			.collect(Collectors.joining(" "));
	}

	static String given(boolean given, String word) {
		return given ? word : "";
	}

	static String name(@Nullable QualifiedName name) {
		return (name == null) ? "" : (name.schema() != null) ? name.schema() + "." + name.name() : name.name();
	}

	private static String on(@Nullable QualifiedName name) {
		return (name != null) ? "on " + name(name) : "";
	}

	private static String names(Collection<QualifiedName> names) {
		return names.stream().map(StatementFacts::name).collect(Collectors.joining(","));
	}

	static String list(String label, Collection<QualifiedName> names) {
		List<String> all = new ArrayList<>(names.stream().map(StatementFacts::name).toList());
		if (names instanceof Set) {
			all.sort(null);
		}
		return all.isEmpty() ? "" : label + "=[" + String.join(",", all) + "]";
	}

	static String options(Set<Option> options) {
		return options.isEmpty() ? ""
				: options.stream().map(Option::name).sorted().collect(Collectors.joining(",", "options=[", "]"));
	}

}
