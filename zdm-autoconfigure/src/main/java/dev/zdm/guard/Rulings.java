package dev.zdm.guard;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.zdm.catalog.Facts;
import dev.zdm.catalog.Relation;
import dev.zdm.guard.GuardSettings.RuleMode;
import dev.zdm.guard.GuardSettings.Unknown;
import dev.zdm.rule.Finding;
import dev.zdm.rule.Hazard;
import dev.zdm.rule.Rules;
import dev.zdm.sql.Directive;
import dev.zdm.sql.QualifiedName;
import dev.zdm.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * Weighs what the rules say against what the user wants: the word in the statement comes
 * first, then the most precise override, then the setting of the rule. A finding about
 * several relations passes only if it may pass for each of them.
 */
final class Rulings {

	private final GuardSettings settings;

	Rulings(GuardSettings settings) {
		this.settings = settings;
	}

	/** All findings but those that are to be kept quiet about. */
	List<Ruling> of(Statement statement, Facts facts, MigrationSource source) {
		return Rules.judge(statement, facts)
			.stream()
			.flatMap((finding) -> of(finding, statement, facts, source).stream())
			.toList();
	}

	private Optional<Ruling> of(Finding finding, Statement statement, Facts facts, MigrationSource source) {
		Directive word = word(statement, finding.code());
		if (word != null) {
			return Optional.of(ruling(finding, new Answer(RuleMode.WARN, "zdm:allow", word.reason(), true)));
		}
		Answer answer = subjects(finding, statement, facts).stream()
			.map((names) -> answer(finding.code(), names, source))
			.min(Comparator.comparing(Answer::mode))
			.orElseThrow();
		return (answer.mode() == RuleMode.OFF) ? Optional.empty() : Optional.of(ruling(finding, answer));
	}

	private Ruling ruling(Finding finding, Answer answer) {
		boolean grave = switch (finding.hazard()) {
			case NONE -> answer.asked();
			case UNKNOWN -> answer.asked() || this.settings.unknown() == Unknown.REFUSE;
			default -> true;
		};
		boolean heeded = grave && answer.mode() == RuleMode.REFUSE;
		boolean passed = answer.mode() == RuleMode.WARN && finding.hazard() != Hazard.NONE;
		return new Ruling(finding, heeded,
				passed ? new Allowance(finding.code(), String.valueOf(answer.by()), answer.reason()) : null);
	}

	private Answer answer(String code, Collection<QualifiedName> names, MigrationSource source) {
		RuleOverride best = null;
		for (RuleOverride override : this.settings.overrides()) {
			if (override.isFor(code, names, source)
					&& (best == null || RuleOverride.BY_PRECISION.compare(override, best) >= 0)) {
				best = override;
			}
		}
		if (best != null) {
			return new Answer(best.mode(), "zdm.guard.overrides", best.reason(), best.rule() != null);
		}
		RuleMode mode = this.settings.rules().get(code);
		return (mode != null) ? new Answer(mode, "zdm.guard.rules", null, true)
				: new Answer(RuleMode.REFUSE, null, null, false);
	}

	/**
	 * What the finding is about, each by all names that an override may know it by: its
	 * own, its table's, its parents'.
	 */
	private static List<Set<QualifiedName>> subjects(Finding finding, Statement statement, Facts facts) {
		Collection<Relation> relations = finding.relations().isEmpty()
				? statement.relations().stream().flatMap((name) -> facts.relation(name).stream()).toList()
				: facts.family()
					.values()
					.stream()
					.filter((relation) -> finding.relations().contains(relation.name()))
					.toList();
		List<Set<QualifiedName>> subjects = new ArrayList<>(
				relations.stream().map((relation) -> names(relation, facts)).toList());
		if (subjects.isEmpty()) {
			subjects.add(Set.copyOf(finding.relations()));
		}
		return subjects;
	}

	private static Set<QualifiedName> names(Relation relation, Facts facts) {
		Set<QualifiedName> names = new LinkedHashSet<>();
		Deque<Relation> open = new ArrayDeque<>(List.of(relation));
		while (!open.isEmpty()) {
			Relation next = open.remove();
			if (names.add(next.name())) {
				open.addAll(facts.parents(next));
				Optional.ofNullable(next.table()).ifPresent((table) -> {
					names.add(table.name());
					facts.relation(table.oid()).ifPresent((read) -> open.addAll(facts.parents(read)));
				});
			}
		}
		return names;
	}

	private static @Nullable Directive word(Statement statement, String code) {
		return allowances(statement).stream()
			.filter((directive) -> directive.subject().equalsIgnoreCase(code) && directive.reason() != null)
			.findFirst()
			.orElse(null);
	}

	private static List<Directive> allowances(Statement statement) {
		return statement.text()
			.directives()
			.stream()
			.filter((directive) -> directive.action().equals("allow"))
			.toList();
	}

	/** The first word that lacks its reason, or null. */
	static @Nullable Directive unexplained(Statement statement) {
		return allowances(statement).stream()
			.filter((directive) -> directive.reason() == null || directive.reason().isBlank())
			.findFirst()
			.orElse(null);
	}

	/** What is wrong with a word that allows what is no rule, or null. */
	static @Nullable String misspelt(Statement statement) {
		return allowances(statement).stream()
			.map(Directive::subject)
			.filter((subject) -> Rules.codes().stream().noneMatch(subject::equalsIgnoreCase))
			.findFirst()
			.map((subject) -> "zdm:allow " + subject
					+ (subject.isEmpty() ? "names no rule." : " has no effect: there is " + "no such rule.") + " "
					+ GuardSettings.knownRules())
			.orElse(null);
	}

	/**
	 * What is to be done with a finding.
	 *
	 * @param mode what
	 * @param by where the user said so, or null when nothing was said
	 * @param reason why, or null
	 * @param asked whether it was said of this very rule
	 */
	private record Answer(RuleMode mode, @Nullable String by, @Nullable String reason, boolean asked) {
	}

}
