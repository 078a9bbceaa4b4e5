package dev.zdm.hostile;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.Lock;

import dev.zdm.operation.Operation;
import dev.zdm.operation.Operations;
import dev.zdm.operation.Shop;
import org.jspecify.annotations.Nullable;

/**
 * Operations of the catalogue in any order, each tried until its outcome is known, and
 * then done as it stands in a shop that nobody disturbs.
 */
final class Journey {

	private final Shop shop;

	private final Shop plain;

	private final Lock quiet;

	private final List<Operation> ahead;

	private final List<String> wrong = new ArrayList<>();

	private final List<String> log = new ArrayList<>();

	private @Nullable Operation current;

	private boolean uncertain;

	Journey(Shop shop, Shop plain, Lock quiet, Random random, int version) {
		this.shop = shop;
		this.plain = plain;
		this.quiet = quiet;
		this.ahead = new ArrayList<>(Operations.of(version));
		Collections.shuffle(this.ahead, random);
	}

	/** The next statement to send, prepared for; null while that is not possible. */
	@Nullable String next() {
		if (this.current == null) {
			Operation next = this.ahead.get(0);
			try {
				for (String sql : next.setup()) {
					this.shop.run("set lock_timeout = '3s'; " + sql);
					plainly(sql, this.plain);
				}
			}
			catch (SQLException ex) {
				this.log.add("left out: " + next);
				this.ahead.remove(0);
				return null;
			}
			this.ahead.remove(0);
			this.current = next;
			this.uncertain = false;
		}
		return this.current.sql();
	}

	boolean isOver() {
		return this.ahead.isEmpty() && this.current == null;
	}

	boolean isUnderWay() {
		return this.current != null;
	}

	/** Notes what became of the statement. */
	void note(Answer answer) {
		Operation operation = this.current;
		if (operation == null) {
			return;
		}
		if (answer.kind() == Answer.Kind.PASSING) {
			this.uncertain = true;
			return;
		}
		this.current = null;
		this.log.add(answer.kind() + (this.uncertain ? " after more than one attempt: " : ": ") + operation);
		if (answer.kind() == Answer.Kind.REFUSED) {
			return;
		}
		String failure = plainly(operation.sql(), this.plain);
		boolean alike = failure.equals(answer.state())
				|| (this.uncertain && failure.isEmpty() && answer.kind() == Answer.Kind.SETTLED);
		if (!alike) {
			this.wrong.add(operation + ": with the guard " + answer + ", without it " + failure);
		}
	}

	/** Runs a statement as it stands, and returns the SQLSTATE of its failure. */
	private String plainly(String sql, Shop where) {
		this.quiet.lock();
		try {
			where.run(sql);
			return "";
		}
		catch (SQLException ex) {
			return String.valueOf(ex.getSQLState());
		}
		finally {
			this.quiet.unlock();
		}
	}

	List<String> wrong() {
		return this.wrong;
	}

	List<String> log() {
		return this.log;
	}

}
