package dev.zdm.sample;

import java.util.List;
import java.util.Locale;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Tells a newcomer where to look, once the shop is open.
 */
@Component
class WhereToLook {

	private static final String PLACES = """
			The shop is open, %.1f s after the start. Its migrations are done, its backfills are under way.

			What zdm did and does    %2$s/actuator/migrations
			One of the backfills     %2$s/actuator/migrations/order-totals
			Meters (zdm_...)         %2$s/actuator/prometheus
			What customers saw       %2$s/shop
			""";

	private static final String BUTTONS = """

			Make the replica lag     curl -X POST %s/shop/replica/lag
			See the backfill brake   curl %1$s/actuator/migrations/order-totals
			Let the replica catch up curl -X POST %1$s/shop/replica/catch-up
			""";

	private final Environment environment;

	private final ObjectProvider<Replica> replica;

	WhereToLook(Environment environment, ObjectProvider<Replica> replica) {
		this.environment = environment;
		this.replica = replica;
	}

	@EventListener
	void print(ApplicationReadyEvent event) {
		String address = "http://localhost:" + this.environment.getProperty("local.server.port");
		String text = String.format(Locale.ROOT, PLACES, event.getTimeTaken().toMillis() / 1000.0, address);
		if (this.replica.getIfAvailable() != null) {
			text += String.format(BUTTONS, address);
		}
		System.out.println(frame(text.lines().toList()));
	}

	private static String frame(List<String> lines) {
		int width = lines.stream().mapToInt(String::length).max().orElse(0);
		String edge = "+" + "-".repeat(width + 2) + "+\n";
		StringBuilder frame = new StringBuilder("\n").append(edge);
		lines.forEach((line) -> frame.append(("| %-" + width + "s |\n").formatted(line)));
		return frame.append(edge).toString();
	}

}
