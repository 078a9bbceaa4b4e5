package dev.zdm.autoconfigure;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the journal.
 *
 * @param keep How long the journal keeps its entries.
 */
@ConfigurationProperties("zdm.journal")
public record JournalProperties(@DefaultValue("90d") Duration keep) {

}
