package dev.zdm.metrics;

import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

import dev.zdm.backfill.BackfillProgress;
import dev.zdm.backfill.BackfillState;
import dev.zdm.backfill.Backfills;
import io.micrometer.core.instrument.Gauge;
import org.jspecify.annotations.Nullable;

/**
 * How far the backfills are. Those that nobody has heard of yet get their gauges when the
 * database is asked.
 */
final class BackfillGauges {

	private final Registrations registrations;

	private final Supplier<? extends @Nullable Backfills> backfills;

	private final Runnable afterwards;

	private final Answer<List<BackfillProgress>> progress = new Answer<>("zdm-metrics", this::read);

	/**
	 * Creates the gauges.
	 * @param afterwards what to do whenever the database has been asked, on that thread
	 */
	BackfillGauges(Registrations registrations, Supplier<? extends @Nullable Backfills> backfills,
			Runnable afterwards) {
		this.registrations = registrations;
		this.backfills = backfills;
		this.afterwards = afterwards;
		for (BackfillState state : BackfillState.values()) {
			add("zdm.backfills", "backfills", "Backfills by state", "state", state.toString(),
					(gauges) -> gauges.count(state));
		}
	}

	private List<BackfillProgress> read() {
		try {
			Backfills source = this.backfills.get();
			List<BackfillProgress> read = (source != null) ? source.all() : List.of();
			read.forEach((backfill) -> register(backfill.name()));
			return read;
		}
		finally {
			this.afterwards.run();
		}
	}

	private void register(String name) {
		add("zdm.backfill.remaining.rows", "rows", "Rows still to be looked at, about", "backfill", name,
				(gauges) -> gauges.value(name, BackfillProgress::rowsRemaining));
		add("zdm.backfill.percent", null, "How much of the table has been passed", "backfill", name,
				(gauges) -> gauges.value(name, BackfillProgress::percent));
		add("zdm.backfill.pace", null, "The share of time that it may work", "backfill", name,
				(gauges) -> gauges.value(name, BackfillProgress::pace));
		add("zdm.backfill.aside.rows", "rows", "Rows that could not be changed", "backfill", name,
				(gauges) -> gauges.value(name, BackfillProgress::rowsAside));
		add("zdm.backfill.held.rows", "rows", "Rows that others hold, to be done last", "backfill", name,
				(gauges) -> gauges.value(name, BackfillProgress::rowsHeld));
	}

	private void add(String meter, @Nullable String unit, String description, String tag, String value,
			ToDoubleFunction<BackfillGauges> function) {
		this.registrations.add(List.of(meter, value),
				(registry) -> Gauge.builder(meter, this, function)
					.baseUnit(unit)
					.description(description)
					.tag(tag, value)
					.register(registry));
	}

	private double count(BackfillState state) {
		List<BackfillProgress> known = this.progress.get();
		return (known != null) ? known.stream().filter((backfill) -> backfill.state() == state).count() : Double.NaN;
	}

	private double value(String name, ToDoubleFunction<BackfillProgress> figure) {
		List<BackfillProgress> known = this.progress.get();
		return (known == null) ? Double.NaN
				: known.stream()
					.filter((backfill) -> backfill.name().equals(name))
					.mapToDouble(figure)
					.findFirst()
					.orElse(Double.NaN);
	}

}
