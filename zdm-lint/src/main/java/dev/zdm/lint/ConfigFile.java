package dev.zdm.lint;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Reads the properties below {@code zdm.guard} from an application's configuration, YAML
 * or properties. As in Spring Boot, names may be written with dashes or without, and of
 * several documents the later counts. Documents for a profile are left out.
 */
final class ConfigFile {

	private static final String PREFIX = "zdm.guard.";

	private ConfigFile() {
	}

	/**
	 * Reads a file.
	 * @return by name below {@code zdm.guard}, without dashes and in lower case, what is
	 * set, such as {@code overrides[0].upto}
	 * @throws UsageException if it cannot be read
	 */
	static Map<String, String> read(Path file) {
		Map<String, String> settings = new LinkedHashMap<>();
		documents(file).forEach((document) -> merge(document, settings));
		return settings;
	}

	/** Puts in what comes later; a list replaces the earlier list as a whole. */
	static void merge(Map<String, String> later, Map<String, String> settings) {
		if (later.keySet().stream().anyMatch((name) -> name.startsWith("overrides["))) {
			settings.keySet().removeIf((name) -> name.startsWith("overrides["));
		}
		settings.putAll(later);
	}

	private static List<Map<String, String>> documents(Path file) {
		String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
		if (name.endsWith(".properties")) {
			return List.of(guard(properties(file)));
		}
		if (!name.endsWith(".yml") && !name.endsWith(".yaml")) {
			throw new UsageException("--config needs a .yml, .yaml or .properties file, not " + file);
		}
		List<Map<String, String>> documents = new ArrayList<>();
		try {
			for (Object document : new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(ScriptFiles.text(file))) {
				Map<String, String> flat = new LinkedHashMap<>();
				flatten("", document, flat);
				if (flat.keySet().stream().noneMatch((each) -> each.startsWith("spring.config.activate."))) {
					documents.add(guard(flat));
				}
			}
		}
		catch (YAMLException ex) {
			throw new UsageException(ScriptFiles.nameOf(file) + " is not YAML: " + ex.getMessage());
		}
		return documents;
	}

	private static Map<String, String> properties(Path file) {
		Properties properties = new Properties();
		try {
			properties.load(new StringReader(ScriptFiles.text(file)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		Map<String, String> flat = new LinkedHashMap<>();
		properties.forEach((name, value) -> flat.put(canonical(String.valueOf(name)), String.valueOf(value)));
		return flat;
	}

	private static void flatten(String name, @Nullable Object value, Map<String, String> flat) {
		if (value instanceof Map<?, ?> map) {
			map.forEach((key, inner) -> flatten(name.isEmpty() ? String.valueOf(key) : name + "." + key, inner, flat));
		}
		else if (value instanceof List<?> list) {
			for (int i = 0; i < list.size(); i++) {
				flatten(name + "[" + i + "]", list.get(i), flat);
			}
		}
		else if (value != null) {
			flat.put(canonical(name), Boolean.FALSE.equals(value) ? "off" : value.toString());
		}
	}

	private static String canonical(String name) {
		return name.replace("-", "").toLowerCase(Locale.ROOT);
	}

	private static Map<String, String> guard(Map<String, String> flat) {
		Map<String, String> guard = new LinkedHashMap<>();
		flat.forEach((name, value) -> {
			if (name.startsWith(PREFIX)) {
				guard.put(name.substring(PREFIX.length()), value);
			}
		});
		return guard;
	}

}
