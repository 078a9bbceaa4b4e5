package dev.zdm.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

import javax.sql.DataSource;

import dev.zdm.autoconfigure.ThrottleProperties.CountLoad;
import dev.zdm.autoconfigure.ThrottleProperties.PercentLoad;
import dev.zdm.autoconfigure.ThrottleProperties.SizeBudget;
import dev.zdm.autoconfigure.ThrottleProperties.TimeLoad;
import dev.zdm.throttle.ServerSignals;
import dev.zdm.throttle.Signal;
import dev.zdm.throttle.WhenUnknown;
import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * The signals of the server that have a limit.
 */
final class ConfiguredSignals {

	private final List<Signal> signals = new ArrayList<>();

	private ConfiguredSignals() {
	}

	static List<Signal> of(ThrottleProperties properties, DataSource primary) {
		ServerSignals server = new ServerSignals(primary);
		ConfiguredSignals configured = new ConfiguredSignals();
		configured.add(properties.wal(), server::wal);
		configured.add(properties.archive(), server::archive);
		configured.add(properties.slots(), server::slots);
		TimeLoad oldest = properties.oldestTransaction();
		configured.add(oldest.limit(), oldest.unknown(), server::oldestTransaction);
		configured.add(properties.lockWaiters(), server::lockWaiters);
		configured.add(properties.activeSessions(), server::activeSessions);
		PercentLoad dead = properties.deadTuples();
		configured.add(dead.limit(), dead.unknown(), server::deadTuples);
		return configured.signals;
	}

	private void add(SizeBudget budget, BiFunction<Long, WhenUnknown, Signal> signal) {
		DataSize limit = budget.limit();
		add((limit != null) ? limit.toBytes() : null, budget.unknown(), signal);
	}

	private void add(CountLoad load, BiFunction<Integer, WhenUnknown, Signal> signal) {
		add(load.limit(), load.unknown(), signal);
	}

	private <T> void add(@Nullable T limit, WhenUnknown unknown, BiFunction<T, WhenUnknown, Signal> signal) {
		if (limit != null) {
			this.signals.add(signal.apply(limit, unknown));
		}
	}

}
