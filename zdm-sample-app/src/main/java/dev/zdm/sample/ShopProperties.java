package dev.zdm.sample;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the shop.
 *
 * @param orders how many orders an empty shop is filled with
 * @param dataDirectory where the embedded cluster keeps its data, so that it survives the
 * application; {@code null} to start with an empty shop each time
 */
@ConfigurationProperties("shop")
record ShopProperties(@DefaultValue("500000") int orders, @Nullable Path dataDirectory) {

	ShopProperties {
		if (orders < 10) {
			throw new IllegalArgumentException("shop.orders must be at least 10 but is " + orders);
		}
	}

}
