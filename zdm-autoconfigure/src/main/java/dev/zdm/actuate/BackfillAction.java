package dev.zdm.actuate;

import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

import dev.zdm.backfill.Backfills;
import org.jspecify.annotations.Nullable;

/**
 * What an operator may do with a backfill.
 */
enum BackfillAction {

	PAUSE(Backfills::pause),

	RESUME(Backfills::resume),

	CANCEL(Backfills::cancel),

	RELEASE(Backfills::release);

	private final BiConsumer<Backfills, String> deed;

	BackfillAction(BiConsumer<Backfills, String> deed) {
		this.deed = deed;
	}

	/**
	 * Finds an action by its name in lower case.
	 * @throws IllegalArgumentException if there is none
	 */
	static BackfillAction of(@Nullable String name) {
		return Stream.of(values())
			.filter((action) -> action.label().equals(name))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException(
					((name != null) ? "There is no action \"" + name + "\"" : "There is no action in the request")
							+ "; possible are pause, resume, cancel and release"));
	}

	void apply(Backfills backfills, String name) {
		this.deed.accept(backfills, name);
	}

	private String label() {
		return name().toLowerCase(Locale.ROOT);
	}

}
