package dev.zdm.backfill;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class BackfillTests {

	private final Backfill backfill = Backfill.of("order-email-lower")
		.table("orders")
		.set("email_lower", "lower(email)")
		.where("email_lower is null");

	@Test
	void isTheSameFromABeanAndFromConfiguration() {
		Backfill configured = Backfill.of("order-email-lower", "orders", Map.of("email_lower", "lower(email)"),
				"email_lower is null");
		assertThat(configured.fingerprint()).isEqualTo(this.backfill.fingerprint()).hasSize(16);
		assertThat(configured.sets()).isEqualTo(this.backfill.sets());
	}

	@Test
	void isNotChangedByItsMethods() {
		Backfill table = Backfill.of("a").table("t");
		table.set("b", "1");
		assertThat(table.sets()).isEmpty();
	}

	@Test
	void hasTheSameFingerprintInAnyOrderOfColumns() {
		Backfill table = Backfill.of("a").table("t");
		assertThat(table.set("b", "1").set("c", "2").fingerprint())
			.isEqualTo(table.set("c", "2").set("b", "1").fingerprint());
	}

	@Test
	void hasAnotherFingerprintWhenItDoesSomethingElse() {
		assertThat(this.backfill.fingerprint()).isNotEqualTo(this.backfill.where("true").fingerprint())
			.isNotEqualTo(this.backfill.table("other").fingerprint())
			.isNotEqualTo(this.backfill.set("other", "1").fingerprint());
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "-a", "a b", "a/b", "a'b",
			"a234567890123456789012345678901234567890123456789012345678901234" })
	void refusesOddNames(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> Backfill.of(name)).withMessageContaining("use 1 to 63");
	}

	@Test
	void refusesToDoNothing() {
		assertThatIllegalArgumentException().isThrownBy(() -> Backfill.of("a").table("t").complete())
			.withMessageContaining("sets no column; say what it changes");
		assertThatIllegalArgumentException().isThrownBy(() -> Backfill.of("a", null, Map.of("b", "1"), null))
			.withMessageContaining("has no table");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a = 1, b", "a b", "1a", "\"a", "a.b" })
	void refusesWhatIsNoColumn(String column) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.backfill.set(column, "1"))
			.withMessageContaining("is no column name");
	}

	@Test
	void refusesColumnsSetTwiceAndEmptyExpressions() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.backfill.set("email_lower", "1"))
			.withMessageContaining("twice");
		assertThatIllegalArgumentException().isThrownBy(() -> this.backfill.set("other", " "))
			.withMessageContaining("to nothing");
		assertThatIllegalArgumentException().isThrownBy(() -> this.backfill.where(" "))
			.withMessageContaining("leave where(…) out");
	}

	@Test
	void takesABlankConditionFromConfigurationForNone() {
		assertThat(Backfill.of("a", "t", Map.of("b", "1"), " ").where()).isNull();
	}

}
