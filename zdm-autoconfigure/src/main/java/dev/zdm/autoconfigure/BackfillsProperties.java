package dev.zdm.autoconfigure;

import java.util.List;
import java.util.Map;

import dev.zdm.backfill.Backfill;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Backfills that are declared as properties.
 *
 * @param backfills Backfills by name.
 */
@ConfigurationProperties("zdm")
public record BackfillsProperties(@DefaultValue Map<String, Definition> backfills) {

	List<Backfill> toBackfills() {
		return this.backfills.entrySet()
			.stream()
			.map((entry) -> Backfill.of(entry.getKey(), entry.getValue().table(), entry.getValue().set(),
					entry.getValue().where()))
			.toList();
	}

	/**
	 * A backfill.
	 *
	 * @param table Table to change.
	 * @param set SQL expression for each column to set.
	 * @param where SQL condition of the rows that need it.
	 */
	public record Definition(@Nullable String table, @DefaultValue Map<String, String> set, @Nullable String where) {
	}

}
