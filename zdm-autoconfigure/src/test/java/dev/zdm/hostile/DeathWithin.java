package dev.zdm.hostile;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.zdm.operation.Shop;

/**
 * The death of an instance in this JVM: its sockets close, and it does nothing any more.
 */
final class DeathWithin implements Death {

	private final Shop shop;

	private final MortalDataSource process;

	private CompletableFuture<Void> aftermath = CompletableFuture.completedFuture(null);

	DeathWithin(Shop shop, MortalDataSource process) {
		this.shop = shop;
		this.process = process;
	}

	@Override
	public void now(String point) {
		this.process.kill();
		this.aftermath = Sessions.awaitGone(this.shop, this.process.backends());
	}

	@Override
	public void held(String point, int backend, boolean ends) {
		Holder holder = Holder.open(this.shop);
		this.aftermath = CompletableFuture.runAsync(() -> {
			try (holder) {
				holder.awaitWaiting(backend);
				this.process.kill();
				Sessions.end(this.shop, this.process.backends(), ends ? List.of() : List.of(backend));
			}
			catch (SQLException ex) {
				throw new IllegalStateException(ex);
			}
		}, (task) -> new Thread(task).start());
	}

	/**
	 * Waits until all sessions that end with the process have ended. One that lives on
	 * ends soon after.
	 */
	void awaitAftermath() {
		this.aftermath.join();
	}

}
