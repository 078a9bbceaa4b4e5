package dev.zdm.backfill;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StripeCountTests {

	@Test
	void beginsWithTheFewestOrWithWhatThereWas() {
		assertThat(new StripeCount(0).stripes()).isEqualTo(11);
		assertThat(new StripeCount(17).stripes()).isEqualTo(17);
	}

	@Test
	void takesMoreTheMoreAMoveCosts() {
		assertThat(after(4, 4)).isEqualTo(11);
		assertThat(after(14, 4)).isEqualTo(11);
		assertThat(after(45, 4)).isEqualTo(17);
		assertThat(after(400, 4)).isEqualTo(31);
		assertThat(after(4, 14)).isEqualTo(11);
	}

	@Test
	void judgesByPricesThatRiseWithTheStripes() {
		StripeCount count = new StripeCount(0);
		count.window(11, 45, 4);
		count.window(17, 46.5, 5.5);
		assertThat(count.stripes()).isEqualTo(17);
		count.window(17, 16, 5.5);
		assertThat(count.stripes()).isEqualTo(11);
	}

	private static int after(double moved, double inPlace) {
		StripeCount count = new StripeCount(0);
		count.window(11, moved, inPlace);
		return count.stripes();
	}

}
