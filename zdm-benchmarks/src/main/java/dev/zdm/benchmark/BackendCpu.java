package dev.zdm.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import javax.sql.DataSource;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The CPU time of the sessions in the database, as Linux counts it: the figure to look at
 * on a machine that has other things to do. It needs a server on this machine.
 */
final class BackendCpu {

	private static final String PIDS = """
			select pid from pg_stat_activity where datname = current_database() and backend_type = 'client backend'
			""";

	private static final double TICKS_PER_SECOND = 100;

	/** After the command's name in parentheses: state is the third field of all. */
	private static final int USER = 11;

	private final JdbcTemplate jdbc;

	BackendCpu(DataSource dataSource) {
		this.jdbc = new JdbcTemplate(dataSource);
	}

	/**
	 * The time used since the sessions began.
	 * @return seconds; NaN where this cannot be told
	 */
	double seconds() {
		List<Integer> pids = this.jdbc.queryForList(PIDS, Integer.class);
		return pids.stream().mapToDouble(BackendCpu::seconds).sum();
	}

	private static double seconds(int pid) {
		try {
			String line = Files.readString(Path.of("/proc", Integer.toString(pid), "stat"));
			String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
			return (Double.parseDouble(fields[USER]) + Double.parseDouble(fields[USER + 1])) / TICKS_PER_SECOND;
		}
		catch (IOException ex) {
			return Double.NaN;
		}
	}

}
