package dev.zdm.backfill;

import java.util.List;

import org.springframework.jdbc.support.SqlArrayValue;

/**
 * What the catalog knows of the triggers that keep columns in step. Nothing is kept
 * elsewhere, so what others drop is gone. A function without a trigger is one whose
 * trigger was taken away too early.
 */
final class InStepCatalog {

	private static final String PRESENT = """
			select exists (select from pg_trigger where tgfoid = to_regprocedure('zdm.in_step_' || ? || '()'))
			""";

	private static final String LOST = """
			select to_regprocedure(f.name) is not null
			       and not exists (select from pg_trigger where tgfoid = to_regprocedure(f.name))
			  from (select 'zdm.in_step_' || ? || '()' as name) f
			""";

	/** The comment of a function says whose it is and what it sets. */
	private static final String RIVALS = """
			select distinct d.comment ->> 'backfill'
			  from (select ?::bigint::oid as root) r
			  join pg_trigger t on t.tgrelid = root or t.tgrelid in (select relid from pg_partition_tree(root))
			  join pg_proc f on f.oid = t.tgfoid and f.pronamespace = to_regnamespace('zdm') and f.proname ~ '^in_step_[0-9]+$'
			 cross join lateral (select obj_description(f.oid, 'pg_proc')::jsonb as comment) d
			 where d.comment ->> 'backfill' <> ? or d.comment ->> 'fingerprint' <> ?
			group by d.comment, f.oid
			having array(select jsonb_array_elements_text(d.comment -> 'sets')) && ?
			""";

	private final Sessions sessions;

	InStepCatalog(Sessions sessions) {
		this.sessions = sessions;
	}

	/**
	 * Whether a backfill has its trigger, committed and seen by all.
	 * @param id its number in the journal
	 */
	boolean isPresent(long id) {
		return this.sessions.jdbc().sql(PRESENT).param(id).query(Boolean.class).single();
	}

	/**
	 * Checks that no row can have been written past the trigger of a backfill that is
	 * being worked on. One that was released has none and needs none.
	 * @throws BackfillDefinitionException if the trigger was dropped
	 */
	void requireNotLost(Job job) {
		if (job.backfill().change().inStep()
				&& this.sessions.jdbc().sql(LOST).param(job.id()).query(Boolean.class).single()) {
			throw new BackfillDefinitionException(job.name(),
					"its trigger is gone, so rows that were written since may be "
							+ "out of step. Give it another name to begin anew");
		}
	}

	/**
	 * Checks that no other backfill's trigger would undo what this one does.
	 * @param table the number of its table in the catalog
	 * @throws BackfillDefinitionException if one would
	 */
	void requireNoRival(Backfill backfill, long table) {
		if (backfill.change().kind() != Change.Kind.UPDATE) {
			return;
		}
		List<String> rivals = this.sessions.jdbc()
			.sql(RIVALS)
			.params(table, backfill.name(), backfill.fingerprint(),
					new SqlArrayValue("text", backfill.plainColumns().toArray()))
			.query(String.class)
			.list();
		if (!rivals.isEmpty()) {
			throw new BackfillDefinitionException(backfill.name(),
					"it sets a column that a trigger keeps in step for backfill %s, whatever others write there. Release that one first"
						.formatted(String.join(", ", rivals)));
		}
	}

}
