package dev.zdm.backfill;

import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

import static org.awaitility.Awaitility.await;

/**
 * What happens to a fleet. Each ends with all three instances and a primary there again.
 */
enum Fault {

	/** {@code kill -9} of an instance, which is started again. */
	KILL {
		@Override
		boolean strike(Fleet fleet, Random random) {
			Fleet.Member member = any(fleet, random);
			member.kill();
			pause(random, 2000);
			member.start();
			return true;
		}
	},
	/** The server crashes, and comes back. */
	CRASH {
		@Override
		boolean strike(Fleet fleet, Random random) {
			fleet.primary().crash();
			pause(random, 1000);
			fleet.primary().start();
			fleet.shop().forgetConnections();
			return true;
		}
	},
	/** The primary is gone for good, and its replica takes over. */
	PROMOTION {
		@Override
		boolean strike(Fleet fleet, Random random) {
			return fleet.promote();
		}
	},
	/** An instance's connections end, and it gets no others for a while. */
	CUT {
		@Override
		boolean strike(Fleet fleet, Random random) {
			Fleet.Member member = any(fleet, random);
			member.cut();
			pause(random, 4000);
			member.mend();
			return true;
		}
	},
	/** What an instance and the server send each other arrives late. */
	STALL {
		@Override
		boolean strike(Fleet fleet, Random random) {
			Fleet.Member member = any(fleet, random);
			member.stall();
			pause(random, 6000);
			member.mend();
			return true;
		}
	},
	/** A JVM stands still. */
	FREEZE {
		@Override
		boolean strike(Fleet fleet, Random random) {
			Fleet.Member member = any(fleet, random);
			member.freeze();
			pause(random, 6000);
			member.thaw();
			return true;
		}
	},
	/** The backfill is paused and resumed by hand. */
	PAUSE {
		@Override
		boolean strike(Fleet fleet, Random random) {
			try {
				fleet.shop().backfills.pause("count");
				pause(random, 500);
				fleet.shop().backfills.resume("count");
				return true;
			}
			catch (BackfillStateException ex) {
				return false;
			}
		}
	},
	/** An instance's clock jumps, forward or back. */
	JUMP {
		@Override
		boolean strike(Fleet fleet, Random random) {
			String offset = OFFSETS.get(random.nextInt(OFFSETS.size()));
			fleet.clockwork().ifPresent((member) -> member.turnClock(offset));
			return fleet.clockwork().isPresent();
		}
	};

	private static final List<String> OFFSETS = List.of("+2h", "-2h", "+30s", "-30s", "+40d", "-1d", "+0");

	/** Whether it could happen. */
	abstract boolean strike(Fleet fleet, Random random);

	/** Until the database answers. */
	static void awaitPrimary(Fleet fleet) {
		await().ignoreExceptions().until(() -> fleet.shop().count("pg_database") > 0);
	}

	private static Fleet.Member any(Fleet fleet, Random random) {
		return fleet.members().get(random.nextInt(fleet.members().size()));
	}

	private static void pause(Random random, int atMostMillis) {
		LockSupport.parkNanos(random.nextLong(1, atMostMillis * 1_000_000L));
	}

}
