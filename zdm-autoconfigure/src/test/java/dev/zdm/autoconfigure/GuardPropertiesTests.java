package dev.zdm.autoconfigure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import dev.zdm.guard.GuardSettings;
import dev.zdm.guard.GuardSettings.Mode;
import dev.zdm.guard.GuardSettings.RuleMode;
import dev.zdm.guard.GuardSettings.Unknown;
import dev.zdm.guard.InvalidSettingException;
import dev.zdm.guard.RuleOverride;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class GuardPropertiesTests {

	@Test
	void whatIsLeftOutHasItsDefault() throws IOException {
		assertThat(settings("zdm: {}")).isEqualTo(GuardSettings.defaults());
	}

	@Test
	void overridesAreReadInTheirOrder() throws IOException {
		GuardSettings settings = settings("""
				zdm:
				  guard:
				    mode: refuse
				    start-after: "7"
				    small-table-rows: 5
				    rules: {zdm050: off}
				    unknown: refuse
				    overrides:
				      - {rule: zdm010, table: audit.*, up-to: "42", mode: warn, reason: "append only"}
				      - table: '"Odd"."Name"'
				        mode: off
				        reason: gone soon
				""");
		assertThat(settings.mode()).isEqualTo(Mode.REFUSE);
		assertThat(settings.startAfter()).isEqualTo("7");
		assertThat(settings.smallTableRows()).isEqualTo(5);
		assertThat(settings.rules()).containsOnlyKeys("ZDM050").containsValue(RuleMode.OFF);
		assertThat(settings.unknown()).isEqualTo(Unknown.REFUSE);
		assertThat(settings.overrides()).containsExactly(
				new RuleOverride("ZDM010", "audit.*", "42", RuleMode.WARN, "append only"),
				new RuleOverride(null, "\"Odd\".\"Name\"", null, RuleMode.OFF, "gone soon"));
	}

	@Test
	void whatMakesNoSenseIsExplainedWithoutAStackTrace() {
		assertThatExceptionOfType(InvalidSettingException.class)
			.isThrownBy(
					() -> settings("zdm.guard.overrides: [{rule: ZDM999, table: audit.*, mode: warn, reason: none}]"))
			.satisfies((ex) -> {
				FailureAnalysis analysis = new ZdmFailureAnalyzer().analyze(new IllegalStateException("x", ex));
				assertThat(analysis).isNotNull();
				assertThat(analysis.getDescription())
					.contains("zdm.guard.overrides {rule: ZDM999, table: audit.*}: there is no rule ZDM999.");
				assertThat(analysis.getAction()).startsWith("Rules: ZDM010, ZDM011");
			});
	}

	@Test
	void whereTheGuardBeginsIsAVersionOrNothing() throws IOException {
		assertThat(settings("zdm.guard.start-after:").startAfter()).isNull();
		assertThat(settings("zdm.guard.start-after: \"1_2\"").startAfter()).isEqualTo("1_2");
		assertThatExceptionOfType(InvalidSettingException.class)
			.isThrownBy(() -> settings("zdm.guard.start-after: V42"))
			.withMessage("zdm.guard.start-after: 'V42' is no version. "
					+ "Versions look like \"42\" or \"1.2\"; put them in quotes.");
	}

	private static GuardSettings settings(String yaml) throws IOException {
		MutablePropertySources sources = new MutablePropertySources();
		new YamlPropertySourceLoader()
			.load("application.yml", new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)))
			.forEach(sources::addLast);
		return new Binder(ConfigurationPropertySources.from(sources)).bindOrCreate("zdm.guard", GuardProperties.class)
			.toSettings();
	}

}
