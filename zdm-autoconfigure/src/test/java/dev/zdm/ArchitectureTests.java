package dev.zdm;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

/**
 * The rooms of docs/ARCHITECTURE.md: packages point down only.
 */
class ArchitectureTests {

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("dev.zdm");

	@Test
	void ringsPointDownOnly() {
		layeredArchitecture().consideringOnlyDependenciesInLayers()
			.layer("ring 0")
			.definedBy("dev.zdm.sql..", "dev.zdm.event..")
			.layer("ring 1")
			.definedBy("dev.zdm.catalog..", "dev.zdm.rule..", "dev.zdm.plan..", "dev.zdm.throttle..")
			.layer("ring 2")
			.definedBy("dev.zdm.execute..", "dev.zdm.journal..", "dev.zdm.backfill..")
			.layer("ring 3")
			.definedBy("dev.zdm.guard..", "dev.zdm.jdbc..", "dev.zdm.flyway..", "dev.zdm.liquibase..")
			.layer("ring 4")
			.definedBy("dev.zdm.actuate..", "dev.zdm.metrics..", "dev.zdm.autoconfigure..")
			.whereLayer("ring 4")
			.mayNotBeAccessedByAnyLayer()
			.whereLayer("ring 3")
			.mayOnlyBeAccessedByLayers("ring 4")
			.whereLayer("ring 2")
			.mayOnlyBeAccessedByLayers("ring 3", "ring 4")
			.whereLayer("ring 1")
			.mayOnlyBeAccessedByLayers("ring 2", "ring 3", "ring 4")
			.check(CLASSES);
	}

	@Test
	void roomsHaveNoCycles() {
		SlicesRuleDefinition.slices().matching("dev.zdm.(*)..").should().beFreeOfCycles().check(CLASSES);
	}

	@Test
	void onlyTheOuterRoomsKnowSpringBoot() {
		noClasses().that()
			.resideOutsideOfPackages("dev.zdm.flyway..", "dev.zdm.liquibase..", "dev.zdm.actuate..",
					"dev.zdm.metrics..", "dev.zdm.autoconfigure..", "dev.zdm.test..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("org.springframework.boot..")
			.check(CLASSES);
	}

	@Test
	void understandingAndJudgingKnowNoSpring() {
		noClasses().that()
			.resideInAnyPackage("dev.zdm.sql..", "dev.zdm.event..", "dev.zdm.catalog..", "dev.zdm.rule..",
					"dev.zdm.plan..", "dev.zdm.throttle..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("org.springframework..")
			.check(CLASSES);
	}

	@Test
	void noClassIsNamedForWhatItIsNot() {
		noClasses().that()
			.resideInAPackage("dev.zdm..")
			.should()
			.haveSimpleNameEndingWith("Impl")
			.orShould()
			.haveSimpleNameEndingWith("Util")
			.orShould()
			.haveSimpleNameEndingWith("Utils")
			.orShould()
			.haveSimpleNameEndingWith("Helper")
			.orShould()
			.haveSimpleNameEndingWith("Manager")
			.check(CLASSES);
	}

	@Test
	void classesAreFinal() {
		classes().that()
			.resideInAPackage("dev.zdm..")
			.and()
			.areNotInterfaces()
			.and()
			.areNotEnums()
			.and()
			.areNotAnonymousClasses()
			.and()
			.doNotHaveModifier(JavaModifier.ABSTRACT)
			.and()
			.doNotHaveSimpleName("package-info")
			.should()
			.haveModifier(JavaModifier.FINAL)
			.check(CLASSES);
	}

}
