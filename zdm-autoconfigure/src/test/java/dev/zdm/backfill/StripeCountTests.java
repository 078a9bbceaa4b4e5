package dev.zdm.backfill;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StripeCountTests {

	@Test
	void beginsWithTheFewestOrWithWhatThereWas() {
		assertThat(new StripeCount(0).stripes()).isEqualTo(8);
		assertThat(new StripeCount(16).stripes()).isEqualTo(16);
	}

	@Test
	void takesMoreTheMoreAMoveCosts() {
		assertThat(after(4, 4)).isEqualTo(8);
		assertThat(after(14, 4)).isEqualTo(8);
		assertThat(after(45, 4)).isEqualTo(16);
		assertThat(after(400, 4)).isEqualTo(32);
		assertThat(after(4, 14)).isEqualTo(8);
	}

	@Test
	void judgesByPricesThatRiseWithTheStripes() {
		StripeCount count = new StripeCount(0);
		count.window(8, 45, 4);
		count.window(16, 46.5, 5.5);
		assertThat(count.stripes()).isEqualTo(16);
		count.window(16, 16, 5.5);
		assertThat(count.stripes()).isEqualTo(8);
	}

	private static int after(double moved, double inPlace) {
		StripeCount count = new StripeCount(0);
		count.window(8, moved, inPlace);
		return count.stripes();
	}

}
