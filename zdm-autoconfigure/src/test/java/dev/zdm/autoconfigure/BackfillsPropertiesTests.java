package dev.zdm.autoconfigure;

import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

import dev.zdm.backfill.Backfill;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class BackfillsPropertiesTests {

	@Test
	void declareTheSameAsCode() {
		assertThat(declared(Map.of("table", "orders", "into", "orders_v2", "set.id", "id", "set.label", "lower(label)",
				"where", "id > 5", "on-conflict.columns", "id", "on-conflict.action", "update", "after", "one,two",
				"after-migration", "7")))
			.isEqualTo(Backfill.of("a")
				.table("orders")
				.insertInto("orders_v2")
				.set("id", "id")
				.set("label", "lower(label)")
				.where("id > 5")
				.onConflictDoUpdate("id")
				.after("one", "two")
				.afterMigration("7")
				.fingerprint());
		assertThat(declared(Map.of("table", "events", "delete", "true", "where", "day < 5", "priority", "3",
				"window.from", "22:00", "window.to", "05:00", "window.zone", "Europe/Berlin")))
			.isEqualTo(Backfill.of("a")
				.table("events")
				.delete()
				.where("day < 5")
				.priority(3)
				.window(LocalTime.of(22, 0), LocalTime.of(5, 0), ZoneId.of("Europe/Berlin"))
				.fingerprint());
		assertThat(declared(Map.of("table", "orders", "set.label", "lower(label)", "keep-in-step", "true")))
			.isEqualTo(Backfill.of("a").table("orders").set("label", "lower(label)").keepInStep().fingerprint());
	}

	@Test
	void keepTheFingerprintOfDefinitionsThatOlderVersionsBegan() {
		assertThat(
				declared(Map.of("table", "orders", "set.email_lower", "lower(email)", "where", "email_lower is null")))
			.isEqualTo("5ae9f7283128613a");
	}

	@Test
	void sayWhatIsWrongWithAWindow() {
		Map<String, String> table = Map.of("table", "events", "set.a", "1", "window.from", "1320", "window.to", "05:00",
				"window.zone", "UTC");
		assertThatIllegalArgumentException().isThrownBy(() -> declared(table))
			.withMessageContaining("zdm.backfills.a.window: ")
			.withMessageContaining("write times in quotes");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> declared(Map.of("table", "events", "set.a", "1", "window.from", "22:00")))
			.withMessageContaining("zdm.backfills.a.window needs from, to and zone");
	}

	private static String declared(Map<String, String> properties) {
		MapConfigurationPropertySource source = new MapConfigurationPropertySource();
		properties.forEach((key, value) -> source.put("zdm.backfills.a." + key, value));
		List<Backfill> backfills = new Binder(source).bindOrCreate("zdm", BackfillsProperties.class).toBackfills();
		assertThat(backfills).hasSize(1);
		return backfills.get(0).fingerprint();
	}

}
