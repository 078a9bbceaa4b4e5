package dev.zdm.sql;

import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.zdm.sql.AlterAction.AddConstraint;

/**
 * The definition of a column that is added, taken apart: it can then be added bare, and
 * get the rest later.
 *
 * @param attributes its storage, compression, options and collation, as they were written
 * and each with a blank before it; empty when there are none
 * @param value {@code DEFAULT …} or {@code GENERATED …} as it was written, or an empty
 * text
 * @param notNull {@code NOT NULL} as it was written, with its name, or an empty text
 * @param notNullConstraint {@code NOT NULL} as a constraint of the table, which
 * PostgreSQL knows from 18 on, or null
 * @param constraints its other constraints, as constraints of the table
 */
public record ColumnParts(String attributes, String value, String notNull, @Nullable AddConstraint notNullConstraint,
		List<AddConstraint> constraints) {

	static final ColumnParts NONE = new ColumnParts("", "", "", null, List.of());

	/**
	 * Creates parts that share nothing with the caller's list.
	 */
	public ColumnParts {
		constraints = List.copyOf(constraints);
	}

}
