package dev.zdm.lint;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import dev.zdm.catalog.Relation;
import dev.zdm.guard.Judge.Judgement;
import dev.zdm.rule.Hazard;
import dev.zdm.sql.QualifiedName;
import dev.zdm.sql.Statement;

/**
 * What a statement, as it stands, does to relations under a lock that blocks others.
 *
 * @param rewrites the relations that are written anew
 * @param scans the relations whose every row is read
 * @param builds the relations on which an index is built
 */
record Work(List<QualifiedName> rewrites, List<QualifiedName> scans, List<QualifiedName> builds) {

	static final Work NONE = new Work(List.of(), List.of(), List.of());

	/** A partitioned table has no rows: the work is done on its partitions. */
	private static final String WITH_DESCENDANTS = """
			with recursive tree (oid) as (
			    select ?::oid union select inhrelid from pg_inherits join tree on inhparent = tree.oid)
			select n.nspname, c.relname from tree
			join pg_class c on c.oid = tree.oid join pg_namespace n on n.oid = c.relnamespace
			where c.relkind in ('r', 'm') order by 1, 2
			""";

	/** Tells from the findings, which are about the statement's main relation. */
	static Work of(Statement statement, Judgement judgement, Connection connection) throws SQLException {
		if (judgement.allFindings().isEmpty() || statement.relations().isEmpty()) {
			return NONE;
		}
		Relation relation = judgement.facts().relation(statement.relations().get(0)).orElse(null);
		if (relation == null) {
			return NONE;
		}
		List<QualifiedName> touched = relation.hasDescendants() ? withDescendants(relation, connection)
				: List.of(relation.name());
		return new Work(with(Hazard.REWRITE, judgement, touched), with(Hazard.SCAN, judgement, touched),
				with(Hazard.BUILD, judgement, touched));
	}

	private static List<QualifiedName> with(Hazard hazard, Judgement judgement, List<QualifiedName> touched) {
		return judgement.allFindings().stream().anyMatch((finding) -> finding.hazard() == hazard) ? touched : List.of();
	}

	private static List<QualifiedName> withDescendants(Relation relation, Connection connection) throws SQLException {
		try (PreparedStatement query = connection.prepareStatement(WITH_DESCENDANTS)) {
			query.setLong(1, relation.oid());
			try (ResultSet row = query.executeQuery()) {
				List<QualifiedName> names = new ArrayList<>();
				while (row.next()) {
					names.add(new QualifiedName(row.getString(1), row.getString(2)));
				}
				return List.copyOf(names);
			}
		}
	}

}
