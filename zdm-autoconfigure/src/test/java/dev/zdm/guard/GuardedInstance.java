package dev.zdm.guard;

import java.sql.Connection;
import java.sql.Statement;
import java.util.List;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.zdm.event.Events;
import dev.zdm.execute.LadderSettings;
import dev.zdm.execute.LockLadder;
import dev.zdm.execute.PlanExecutor;
import dev.zdm.jdbc.GuardedDataSource;
import dev.zdm.journal.JournalSchema;
import dev.zdm.journal.MigrationJournal;

/**
 * An application in a JVM of its own that sends one statement through the guard as soon
 * as it is told to on its standard input. Its arguments are URL, user, password and the
 * statement.
 */
public final class GuardedInstance {

	private GuardedInstance() {
	}

	public static void main(String[] args) throws Exception {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(args[0]);
		config.setUsername(args[1]);
		config.setPassword(args[2]);
		HikariDataSource pool = new HikariDataSource(config);
		LadderSettings ladder = LadderSettings.defaults();
		GuardedDataSource guarded = new GuardedDataSource(pool,
				new Guard(GuardSettings.defaults(), ladder.downtime(), new PlanExecutor(new LockLadder(ladder)),
						new MigrationJournal(new JournalSchema(pool)), new Events(List.of())));
		try (Connection connection = guarded.getConnection(); Statement statement = connection.createStatement()) {
			System.out.println("ready");
			System.in.read();
			statement.execute(args[3]);
		}
	}

}
