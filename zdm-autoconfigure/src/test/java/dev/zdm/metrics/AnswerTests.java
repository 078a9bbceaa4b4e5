package dev.zdm.metrics;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class AnswerTests {

	@Test
	void isAskedForOnceInAWhile() {
		AtomicInteger asked = new AtomicInteger();
		Answer<Integer> answer = new Answer<>("test", asked::incrementAndGet);
		assertThat(answer.get()).isOne();
		assertThat(answer.get()).isOne();
	}

	@Test
	void isUnknownWhenTheQuestionFails() {
		Answer<Integer> answer = new Answer<>("test", () -> {
			throw new IllegalStateException();
		});
		assertThat(answer.get()).isNull();
	}

	@Test
	void isWaitedForHalfASecondAndThenNotAgain() {
		CountDownLatch answered = new CountDownLatch(1);
		AtomicInteger asked = new AtomicInteger();
		Answer<Integer> answer = new Answer<>("test", () -> {
			asked.incrementAndGet();
			try {
				answered.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			return 1;
		});
		long from = System.nanoTime();
		for (int i = 0; i < 100; i++) {
			assertThat(answer.get()).isNull();
		}
		assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(2));
		answered.countDown();
		await().until(() -> answer.get() != null);
		assertThat(asked).hasValue(1);
	}

}
