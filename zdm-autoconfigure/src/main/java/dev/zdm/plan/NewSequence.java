package dev.zdm.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.zdm.catalog.Facts;
import dev.zdm.catalog.LockMode;
import dev.zdm.catalog.Relation;
import dev.zdm.sql.AlterAction.AddColumn;
import dev.zdm.sql.QualifiedName;

/**
 * The sequence that numbers the rows of a new column: that of a {@code serial} column is
 * there to stay, that of an identity gives its place to the identity's own in the end.
 *
 * @param table the table
 * @param column the column
 * @param type the column's type
 * @param name the sequence
 * @param identity {@code GENERATED … AS IDENTITY …} as it was written, or an empty text
 * @param options the sequence's options, or an empty text
 */
record NewSequence(Relation table, String column, String type, QualifiedName name, String identity, String options) {

	private static final Map<String, String> SERIAL = Map.of("serial", "integer", "serial4", "integer", "bigserial",
			"bigint", "serial8", "bigint", "smallserial", "smallint", "serial2", "smallint");

	private static final Pattern IDENTITY = Pattern
		.compile("(?is)generated\\s+(?:always|by\\s+default)\\s+as\\s+identity\\s*(?:\\((.*)\\))?");

	private static final Pattern NAMED = Pattern.compile("(?is).*\\b(sequence|owned|logged|unlogged)\\b.*");

	/** The sequence of a new column; empty when it is asked for in an unusual way. */
	static Optional<NewSequence> of(AddColumn add, Relation table, ChosenNames names) {
		String written = add.parts().value();
		String serial = SERIAL.get(add.type().replace("\"", ""));
		if (serial != null && written.isEmpty()) {
			return Optional.of(new NewSequence(table, add.column(), serial, name(add, table, names, "seq"), "", ""));
		}
		Matcher identity = IDENTITY.matcher(written);
		if (serial != null || !identity.matches()) {
			return Optional.empty();
		}
		String options = (identity.group(1) != null) ? identity.group(1).strip() : "";
		return NAMED.matcher(options).matches() ? Optional.empty() : Optional
			.of(new NewSequence(table, add.column(), add.type(), name(add, table, names, "zdm_seq"), written, options));
	}

	/** That of an earlier run keeps its name. */
	private static QualifiedName name(AddColumn add, Relation table, ChosenNames names, String label) {
		return table.sequences()
			.stream()
			.filter((sequence) -> sequence.column().equals(add.column()) && !sequence.identity())
			.map(Relation.Sequence::name)
			.findFirst()
			.orElseGet(() -> table.name().sibling(names.sequence(add.column(), label)));
	}

	/** The default that takes its numbers from it. */
	String next() {
		return "nextval(" + literal(this.name.toString()) + ")";
	}

	List<String> create(Facts facts) {
		boolean unlogged = this.table.storage().unlogged() && facts.session().majorVersion() >= 15;
		List<String> statements = new ArrayList<>();
		statements.add("CREATE " + (unlogged ? "UNLOGGED " : "") + "SEQUENCE " + this.name + " AS " + this.type
				+ (this.options.isEmpty() ? "" : " " + this.options));
		if (!this.table.owner().equals(facts.session().role())) {
			statements
				.add("ALTER SEQUENCE " + this.name + " OWNER TO " + QualifiedName.quoteIfNeeded(this.table.owner()));
		}
		return statements;
	}

	/** It goes when the column goes. */
	List<String> own() {
		return List.of("ALTER SEQUENCE " + this.name + " OWNED BY " + this.table.name() + "."
				+ QualifiedName.quoteIfNeeded(this.column));
	}

	boolean isIdentity() {
		return !this.identity.isEmpty();
	}

	/** Makes the column an identity that goes on where the sequence is. */
	Step becomeIdentity(AlterTableSteps steps) {
		String quoted = QualifiedName.quoteIfNeeded(this.column);
		List<String> after = List.of("ALTER SEQUENCE " + this.name + " OWNED BY NONE",
				"SELECT setval(pg_get_serial_sequence(" + literal(this.table.name().quoted()) + ", "
						+ literal(this.column) + "), last_value, is_called) FROM " + this.name,
				"DROP SEQUENCE " + this.name);
		return steps.instant(List.of(),
				"ALTER COLUMN " + quoted + " DROP DEFAULT, ALTER COLUMN " + quoted + " ADD " + this.identity, after,
				steps.locks(LockMode.ACCESS_EXCLUSIVE), Check.identity(this.table.oid(), this.column));
	}

	private static String literal(String text) {
		return "'" + text.replace("'", "''") + "'";
	}

}
