package dev.zdm.sample;

import java.util.List;
import java.util.Locale;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Tells a newcomer where to look, once the shop is open.
 */
@Component
class WhereToLook {

	private static final String TEXT = """
			The shop is open, %.1f s after the start. Its migrations are done, its backfills are under way.

			What zdm did and does    %2$s/actuator/migrations
			One of the backfills     %2$s/actuator/migrations/order-totals
			Meters (zdm_...)         %2$s/actuator/prometheus
			What customers saw       %2$s/shop

			Make the replica lag     curl -X POST %2$s/shop/replica/lag
			Let it catch up          curl -X POST %2$s/shop/replica/catch-up
			Watch the backfill       curl %2$s/actuator/migrations/order-totals
			""";

	private final Environment environment;

	WhereToLook(Environment environment) {
		this.environment = environment;
	}

	@EventListener
	void print(ApplicationReadyEvent event) {
		String address = "http://localhost:" + this.environment.getProperty("local.server.port");
		System.out.println(frame(String.format(Locale.ROOT, TEXT, event.getTimeTaken().toMillis() / 1000.0, address)));
	}

	private static String frame(String text) {
		List<String> lines = text.lines().toList();
		int width = lines.stream().mapToInt(String::length).max().orElse(0);
		String edge = "+" + "-".repeat(width + 2) + "+\n";
		StringBuilder frame = new StringBuilder("\n").append(edge);
		lines.forEach(
				(line) -> frame.append("| ").append(line).append(" ".repeat(width - line.length())).append(" |\n"));
		return frame.append(edge).toString();
	}

}
