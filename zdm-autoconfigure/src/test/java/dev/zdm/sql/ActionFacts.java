package dev.zdm.sql;

import java.util.List;
import java.util.stream.Collectors;

import dev.zdm.sql.AlterAction.AddColumn;
import dev.zdm.sql.AlterAction.AddConstraint;
import dev.zdm.sql.AlterAction.AlterType;
import dev.zdm.sql.AlterAction.Change;
import dev.zdm.sql.AlterAction.Generation;

import static dev.zdm.sql.StatementFacts.given;
import static dev.zdm.sql.StatementFacts.words;

/**
 * Actions as facts.
 */
final class ActionFacts {

	private ActionFacts() {
	}

	static String of(List<AlterAction> actions) {
		return actions.stream().map(ActionFacts::of).collect(Collectors.joining("; ", "{", "}"));
	}

	private static String of(AlterAction action) {
		if (action instanceof AddColumn add) {
			return words("ADD_COLUMN", add.column(), TypeFacts.of(add.type()),
					given(add.defaultExpression() != null, "default"), given(add.notNull(), "notnull"),
					add.constraints().isEmpty() ? ""
							: add.constraints()
								.stream()
								.map(Enum::name)
								.sorted()
								.collect(Collectors.joining(",", "constraints=[", "]")),
					StatementFacts.list("references", add.references()),
					(add.generation() != Generation.NONE) ? add.generation().name() : "",
					given(add.ifNotExists(), "ifnotexists"));
		}
		if (action instanceof AddConstraint add) {
			return words("ADD_CONSTRAINT", add.name(), add.kind().name(),
					add.columns().isEmpty() ? "" : "columns=[" + String.join(",", add.columns()) + "]",
					(add.referenced() != null) ? "references " + StatementFacts.name(add.referenced()) : "",
					(add.usingIndex() != null) ? "using " + add.usingIndex() : "", given(add.notValid(), "notvalid"),
					given(!add.enforced(), "notenforced"), given(add.noInherit(), "noinherit"));
		}
		if (action instanceof AlterType alter) {
			return words("ALTER_TYPE", alter.column(), TypeFacts.of(alter.type()), given(alter.collated(), "collated"),
					given(alter.using() != null, "using"));
		}
		if (action instanceof AlterAction.DropColumn drop) {
			return words("DROP_COLUMN", drop.column(), given(drop.ifExists(), "ifexists"),
					given(drop.cascade(), "cascade"));
		}
		if (action instanceof AlterAction.DropConstraint drop) {
			return words("DROP_CONSTRAINT", drop.name(), given(drop.ifExists(), "ifexists"),
					given(drop.cascade(), "cascade"));
		}
		return further(action);
	}

	private static String further(AlterAction action) {
		if (action instanceof AlterAction.SetNotNull set) {
			return "SET_NOT_NULL " + set.column();
		}
		if (action instanceof AlterAction.ValidateConstraint validate) {
			return "VALIDATE_CONSTRAINT " + validate.name();
		}
		if (action instanceof AlterAction.Rename rename) {
			return words("RENAME", rename.subject().name(), rename.from(), rename.to());
		}
		if (action instanceof AlterAction.Instant instant) {
			return words(instant.kind().name(), instant.column());
		}
		if (action instanceof Change change) {
			return words(change.kind().name(), change.name(), argument(change),
					StatementFacts.list("references", change.references()), StatementFacts.options(change.options()));
		}
		AlterAction.Unknown unknown = (AlterAction.Unknown) action;
		return words("unknown", unknown.text(), unknown.reason());
	}

	/** What the oracle says of an argument, which is not all that there is. */
	private static String argument(Change change) {
		if (change.argument() == null) {
			return "";
		}
		return switch (change.kind()) {
			case ADD_ATTRIBUTE, ALTER_ATTRIBUTE -> TypeFacts.of(change.argument());
			case OWNER, SET_SCHEMA, SET_TABLESPACE, SET_ACCESS_METHOD, DEPENDS, REPLICA_IDENTITY, ENABLE_TRIGGER,
					DISABLE_TRIGGER ->
				change.argument();
			case OF -> change.argument().replace("\"", "");
			default -> "";
		};
	}

}
