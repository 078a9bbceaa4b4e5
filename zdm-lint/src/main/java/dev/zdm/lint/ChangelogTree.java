package dev.zdm.lint;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Reads XML, YAML and JSON changelogs into one shape.
 */
final class ChangelogTree {

	private ChangelogTree() {
	}

	/** What stands directly in a changelog. */
	static List<Node> read(Path changelog) {
		try {
			return changelog.toString().endsWith(".xml") ? xml(changelog) : yaml(changelog);
		}
		catch (YAMLException | SAXException ex) {
			throw new UsageException(ScriptFiles.nameOf(changelog) + " cannot be read: " + ex.getMessage());
		}
	}

	private static List<Node> xml(Path changelog) throws SAXException {
		try {
			DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
			factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
			DocumentBuilder builder = factory.newDocumentBuilder();
			builder.setErrorHandler(null);
			return of(builder.parse(changelog.toFile()).getDocumentElement()).children();
		}
		catch (IOException | ParserConfigurationException ex) {
			throw new UsageException("Cannot read " + ScriptFiles.nameOf(changelog) + ": " + ex);
		}
	}

	private static Node of(Element element) {
		Map<String, String> attributes = new HashMap<>();
		NamedNodeMap named = element.getAttributes();
		for (int i = 0; i < named.getLength(); i++) {
			attributes.put(named.item(i).getNodeName(), named.item(i).getNodeValue());
		}
		List<Node> children = new ArrayList<>();
		NodeList nodes = element.getChildNodes();
		for (int i = 0; i < nodes.getLength(); i++) {
			if (nodes.item(i) instanceof Element child) {
				children.add(of(child));
			}
		}
		String name = element.getNodeName();
		return new Node(name.substring(name.indexOf(':') + 1), attributes, children, element.getTextContent());
	}

	/** JSON is YAML. */
	private static List<Node> yaml(Path changelog) {
		Object document = new Yaml(new SafeConstructor(new LoaderOptions())).load(ScriptFiles.text(changelog));
		Object entries = (document instanceof Map<?, ?> map) ? map.get("databaseChangeLog") : null;
		if (entries == null) {
			throw new UsageException(ScriptFiles.nameOf(changelog) + " holds no databaseChangeLog");
		}
		return nodes(entries);
	}

	private static List<Node> nodes(Object entries) {
		List<Node> nodes = new ArrayList<>();
		for (Object entry : (entries instanceof List<?> list) ? list : List.of(entries)) {
			if (entry instanceof Map<?, ?> map) {
				map.forEach((name, content) -> nodes.add(node(String.valueOf(name), content)));
			}
		}
		return nodes;
	}

	private static Node node(String name, @Nullable Object content) {
		Map<String, String> attributes = new HashMap<>();
		List<Node> children = new ArrayList<>();
		if (content instanceof Map<?, ?> map) {
			map.forEach((key, value) -> {
				if (key.equals("changes")) {
					children.addAll(nodes(value));
				}
				else {
					attributes.put(String.valueOf(key), String.valueOf(value));
				}
			});
		}
		String text = (content instanceof Map<?, ?>) ? attributes.getOrDefault("sql", "") : String.valueOf(content);
		return new Node(name, attributes, children, text);
	}

	/**
	 * An element of a changelog.
	 *
	 * @param name its name
	 * @param attributes what is said about it, by name
	 * @param children the elements in it
	 * @param text the text in it
	 */
	record Node(String name, Map<String, String> attributes, List<Node> children, String text) {

		@Nullable String attribute(String name) {
			return this.attributes.get(name);
		}

		String required(String name, Path changelog) {
			String value = this.attributes.get(name);
			if (value == null) {
				throw new UsageException(ScriptFiles.nameOf(changelog) + ": " + this.name + " has no " + name);
			}
			return value;
		}

		boolean flag(String name) {
			return Boolean.parseBoolean(this.attributes.get(name));
		}

	}

}
