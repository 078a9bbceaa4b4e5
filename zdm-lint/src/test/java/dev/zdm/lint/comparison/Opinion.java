package dev.zdm.lint.comparison;

import java.util.List;

/**
 * What a tool says about a sample.
 *
 * @param answer whether it warns
 * @param rules the names of its rules, or why there is no answer
 */
record Opinion(Answer answer, List<String> rules) {

	static Opinion of(List<String> rules) {
		return new Opinion(rules.isEmpty() ? Answer.SILENT : Answer.WARNS, rules);
	}

	static Opinion none(String reason) {
		return new Opinion(Answer.NONE, List.of(reason));
	}

	/** Whether the opinion is right about a sample. */
	Score score(Danger danger) {
		return switch (this.answer) {
			case NONE -> Score.NO_ANSWER;
			case WARNS -> danger.isReal() ? Score.RIGHT : Score.FALSE_ALARM;
			case SILENT -> danger.isReal() ? Score.MISSED : Score.RIGHT;
		};
	}

	enum Answer {

		WARNS, SILENT,
		/** The tool cannot parse the script, or says that it does not look into it. */
		NONE

	}

	enum Score {

		RIGHT, MISSED, FALSE_ALARM, NO_ANSWER

	}

}
