package dev.zdm.sql;

import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * {@code ALTER} of anything but a table by its name, and {@code ALTER TABLE ALL IN
 * TABLESPACE}.
 *
 * @param text the statement's text
 * @param kind its leading key words in capitals
 * @param type what is altered
 * @param name its name, or null when it has none
 * @param on the relation that it is attached to, or null
 * @param options what else the text asks for
 * @param actions what to do, in order
 * @param ranges where each action stands
 */
public record AlterObject(SqlText text, String kind, ObjectType type, @Nullable QualifiedName name,
		@Nullable QualifiedName on, Set<Option> options, List<AlterAction> actions,
		List<Range> ranges) implements Statement.OtherDdl {

	@Override
	public List<QualifiedName> relations() {
		return Names.of(this.on, (this.type.isRelation() && !this.options.contains(Option.ALL_OF)) ? this.name : null,
				this.actions.stream().flatMap((action) -> action.references().stream()).toList());
	}

}
