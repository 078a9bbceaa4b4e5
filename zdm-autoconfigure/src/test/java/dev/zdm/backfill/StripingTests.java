package dev.zdm.backfill;

import java.time.Duration;

import dev.zdm.throttle.Pace;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StripingTests {

	private static final long LARGEST = 1_000_000;

	private static final Stripe FIRST = Stripe.first(11);

	private static final Stripe LATER = FIRST.next();

	private static final Duration TIME = Duration.ZERO;

	private static final Pace SLOW = new Pace(0.5, "replica-lag", "replica-lag: 0.7 s");

	private final Striping striping = striping(LARGEST, 0);

	@Test
	void looksAtPlainWorkFirst() {
		assertThat(this.striping.windowSize()).isZero();
		plain(999, 1, 0);
		assertThat(this.striping.windowSize()).isZero();
		plain(1, 1, 0);
		assertThat(this.striping.windowSize()).isEqualTo(131_072);
	}

	@Test
	void staysPlainWherePlainUpdatesAreHot() {
		plain(1000, 1, 0.6);
		plain(300_000, 1, 0.6);
		assertThat(this.striping.windowSize()).isZero();
		plain(300_000, 1, 0.1);
		assertThat(this.striping.windowSize()).isPositive();
	}

	@Test
	void staysPlainWhereFewRowsAreToBeChanged() {
		plain(1000, 0.3, 0);
		assertThat(this.striping.windowSize()).isZero();
	}

	@Test
	void staysPlainWhereStripesMakeNoSense() {
		Striping never = striping(0, 131_072);
		assertThat(never.windowSize()).isZero();
		never.plain(1_000_000, TIME, new RangeTable.Advanced(0, 1_000_000, 0));
		assertThat(never.windowSize()).isZero();
	}

	@Test
	void keepsAWindowThatPays() {
		plain(1000, 1, 0);
		window(0.9);
		window(0.8);
		assertThat(this.striping.windowSize()).isEqualTo(131_072);
	}

	@Test
	void makesAStripeAsLargeAsABatchUnlessALargerWindowIsNeeded() {
		plain(1000, 1, 0);
		assertThat(this.striping.windowFor(100, Pace.FULL)).isEqualTo(8_000);
		assertThat(this.striping.windowFor(2000, Pace.FULL)).isEqualTo(22_000);
		assertThat(this.striping.windowFor(20_000, Pace.FULL)).isEqualTo(131_072);
		window(0.1);
		assertThat(this.striping.windowFor(1000, Pace.FULL)).isEqualTo(524_288);
	}

	@Test
	void makesWindowsSmallWhileItIsHeldBackAndLargerStepByStepAfterwards() {
		plain(1000, 1, 0);
		assertThat(windowFor(Pace.FULL)).isEqualTo(131_072);
		assertThat(windowFor(SLOW)).isEqualTo(8_000);
		window(0.9);
		assertThat(windowFor(SLOW)).isEqualTo(8_000);
		assertThat(windowFor(Pace.FULL)).isEqualTo(10_000);
		assertThat(windowFor(Pace.FULL)).isEqualTo(12_500);
		for (int i = 0; i < 12; i++) {
			windowFor(Pace.FULL);
		}
		assertThat(windowFor(Pace.FULL)).isEqualTo(131_072);
	}

	@Test
	void takesLargerWindowsForOldTransactionsAlsoWhileItIsHeldBack() {
		plain(1000, 1, 0);
		windowFor(SLOW);
		window(0.6);
		assertThat(windowFor(SLOW)).isEqualTo(16_000);
		window(0.1);
		assertThat(windowFor(SLOW)).isEqualTo(64_000);
		window(0.1);
		assertThat(windowFor(SLOW)).isEqualTo(131_072);
		assertThat(this.striping.windowSize()).isEqualTo(131_072);
		window(0.1);
		assertThat(windowFor(SLOW)).isEqualTo(131_072);
		assertThat(this.striping.windowSize()).isEqualTo(524_288);
	}

	@Test
	void doesNotHoldTheFirstStripeAgainstIt() {
		plain(1000, 1, 0);
		this.striping.stripe(FIRST, false, 60_000, TIME, new RangeTable.Advanced(0, 60_000, 0));
		this.striping.stripe(LATER, true, 4_000, TIME, new RangeTable.Advanced(0, 4_000, 3_900));
		assertThat(this.striping.windowSize()).isEqualTo(131_072);
	}

	@Test
	void takesLargerWindowsWhileOldTransactionsAreInTheWay() {
		plain(1000, 1, 0);
		window(0.1);
		assertThat(this.striping.windowSize()).isEqualTo(524_288);
		window(0.6);
		assertThat(this.striping.windowSize()).isEqualTo(LARGEST);
		window(0.9);
		assertThat(this.striping.windowSize()).isEqualTo(LARGEST);
	}

	@Test
	void goesBackToPlainWorkWhereNoWindowPaysAndLooksAgainMuchLater() {
		plain(1000, 1, 0);
		window(0);
		window(0);
		assertThat(this.striping.windowSize()).isEqualTo(LARGEST);
		window(0);
		assertThat(this.striping.windowSize()).isZero();
		plain(3_999_999, 1, 0);
		assertThat(this.striping.windowSize()).isZero();
		plain(1, 1, 0);
		assertThat(this.striping.windowSize()).isEqualTo(LARGEST);
		window(0);
		plain(4_000_000, 1, 0);
		assertThat(this.striping.windowSize()).isZero();
		plain(4_000_000, 1, 0);
		assertThat(this.striping.windowSize()).isPositive();
	}

	@Test
	void goesBackToPlainWorkWhenMostRowsNeedNoChange() {
		plain(1000, 1, 0);
		this.striping.stripe(LATER, true, 60_000, TIME, new RangeTable.Advanced(0, 600, 590));
		assertThat(this.striping.windowSize()).isZero();
	}

	@Test
	void goesBackToPlainWorkWhereStripesTakeMuchLonger() {
		plainAt(10);
		windowAt(890);
		assertThat(this.striping.windowSize()).isPositive();
		windowAt(910);
		assertThat(this.striping.windowSize()).isZero();
		plainAt(10);
		assertThat(this.striping.windowSize()).isPositive();
		windowAt(910);
		assertThat(this.striping.windowSize()).isZero();
		plainAt(10);
		assertThat(this.striping.windowSize()).isZero();
	}

	@Test
	void goesOnInStripesWhereTheWholeMachineHasBecomeSlow() {
		plainAt(10);
		windowAt(910);
		plainAt(20);
		windowAt(910);
		assertThat(this.striping.windowSize()).isPositive();
		windowAt(1810);
		plainAt(40);
		assertThat(this.striping.windowSize()).isPositive();
	}

	@Test
	void goesOnWithTheWindowsThatItHad() {
		assertThat(striping(LARGEST, 524_288).windowSize()).isEqualTo(524_288);
		assertThat(striping(100_000, 524_288).windowSize()).isEqualTo(100_000);
	}

	private static Striping striping(long largest, long windowSize) {
		return new Striping(largest, new Stride(1000, windowSize, 0, false));
	}

	private long windowFor(Pace pace) {
		return this.striping.windowFor(20_000, pace);
	}

	private void plain(long rows, double changed, double hot) {
		long updated = Math.round(rows * changed);
		this.striping.plain(rows, TIME, new RangeTable.Advanced(0, updated, Math.round(updated * hot)));
	}

	/** A thousand rows in so many milliseconds. */
	private void plainAt(long millis) {
		this.striping.plain(1000, Duration.ofMillis(millis), new RangeTable.Advanced(0, 1000, 0));
	}

	/** Sixty thousand rows in so many milliseconds. */
	private void windowAt(long millis) {
		this.striping.stripe(LATER, true, 60_000, Duration.ofMillis(millis),
				new RangeTable.Advanced(0, 60_000, 60_000));
	}

	private void window(double hot) {
		this.striping.stripe(FIRST, false, 4000, TIME, new RangeTable.Advanced(0, 4000, 0));
		this.striping.stripe(LATER, false, 4000, TIME, new RangeTable.Advanced(0, 4000, Math.round(4000 * hot)));
		this.striping.stripe(LATER, true, 4000, TIME, new RangeTable.Advanced(0, 4000, Math.round(4000 * hot)));
	}

}
