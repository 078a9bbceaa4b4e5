package dev.zdm.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import dev.zdm.catalog.Facts;
import dev.zdm.catalog.LockMode;
import dev.zdm.catalog.Relation;
import dev.zdm.plan.Step.Patience;
import dev.zdm.plan.Step.StepTransaction;
import dev.zdm.sql.ObjectCommand;
import dev.zdm.sql.ObjectType;
import dev.zdm.sql.Option;
import dev.zdm.sql.QualifiedName;

/**
 * Plans a {@code REINDEX} of one index or one table: concurrently, after the halves of
 * indexes are gone that an interrupted one left. The catalog does not show that an index
 * is new, so that it is built once more when the statement goes on after a crash.
 */
final class ReindexPlanner {

	private static final Pattern OPTIONS = Pattern.compile("(?i)\\breindex\\s*\\(");

	private final ObjectCommand command;

	private final Relation table;

	private final List<Step> steps = new ArrayList<>();

	private ReindexPlanner(ObjectCommand command, Relation table) {
		this.command = command;
		this.table = table;
	}

	/**
	 * The steps; none for more than one index or table, where options are given, and for
	 * an exclusion constraint, whose index has no concurrent form.
	 */
	static List<Step> steps(ObjectCommand command, Facts facts) {
		Relation named = (command.names().size() == 1) ? facts.relation(command.names().get(0)).orElse(null) : null;
		Relation table = (named == null || named.table() == null) ? named
				: facts.relation(named.table().oid()).orElse(null);
		boolean possible = table != null && named != null && table.hasRows()
				&& (command.type() == ObjectType.INDEX || command.type() == ObjectType.TABLE)
				&& !command.options().contains(Option.CONCURRENTLY) && !OPTIONS.matcher(command.text().text()).find()
				&& table.constraints().stream().noneMatch((constraint) -> constraint.type() == 'x');
		return possible ? new ReindexPlanner(command, table).steps(named) : List.of();
	}

	private List<Step> steps(Relation named) {
		boolean all = this.command.type() == ObjectType.TABLE;
		List<Relation.Index> concerned = this.table.indexes()
			.stream()
			.filter((index) -> all || index.oid() == named.oid())
			.toList();
		List<Relation.Index> halves = this.table.indexes()
			.stream()
			.filter((index) -> !index.valid() && concerned.stream().anyMatch((whole) -> isHalf(index, whole)))
			.toList();
		halves.forEach((half) -> {
			QualifiedName name = this.table.name().sibling(half.name());
			add("DROP INDEX CONCURRENTLY " + name, Check.noRelation(name.quoted()));
		});
		if (all) {
			this.table.storage().brokenToast().forEach((half) -> {
				QualifiedName name = new QualifiedName("pg_toast", half);
				add("DROP INDEX CONCURRENTLY " + name, Check.noRelation(name.quoted()));
			});
			concerned.stream()
				.filter((index) -> !index.valid() && !halves.contains(index))
				.forEach((index) -> add("REINDEX INDEX CONCURRENTLY " + this.table.name().sibling(index.name()),
						Check.validIndex(this.table.oid(), index.name())));
		}
		add("REINDEX " + this.command.type().name() + " CONCURRENTLY " + named.name(), Check.NEVER);
		return List.copyOf(this.steps);
	}

	private static boolean isHalf(Relation.Index index, Relation.Index whole) {
		return Pattern.matches(Pattern.quote(whole.name()) + "_cc(new|old)[0-9]*", index.name());
	}

	/**
	 * {@code REINDEX TABLE CONCURRENTLY} itself passes over an index that is not valid.
	 */
	private void add(String sql, Check done) {
		this.steps.add(new Step(sql, StepTransaction.NONE, Patience.PATIENT,
				List.of(AlterTableSteps.lock(this.table, LockMode.SHARE_UPDATE_EXCLUSIVE)), done, null));
	}

}
