package dev.zdm.test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * The archive with PostgreSQL's programs for this machine, on the class path.
 *
 * @param content the archive, {@code .tar.xz}
 */
record BinaryArchive(byte[] content) {

	/**
	 * Reads the archive that fits this machine.
	 * @return the archive
	 * @throws IllegalStateException when there is none on the class path, or two versions
	 */
	static BinaryArchive ofThisMachine() {
		try (InputStream archive = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system(), architecture())) {
			return new BinaryArchive(archive.readAllBytes());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String system() {
		String name = System.getProperty("os.name");
		if (name.startsWith("Windows")) {
			return "Windows";
		}
		return name.startsWith("Mac") ? "Darwin" : "Linux";
	}

	private static String architecture() {
		String name = System.getProperty("os.arch");
		return name.equals("amd64") ? "x86_64" : name;
	}

	/**
	 * What tells this archive from those of other versions.
	 * @return a digest of the content
	 */
	String digest() {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(this.content);
			return HexFormat.of().formatHex(digest, 0, 8);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Unpacks the archive.
	 * @param target a folder that is not there yet
	 */
	void unpack(Path target) {
		try (TarArchiveInputStream archive = new TarArchiveInputStream(
				new XZInputStream(new ByteArrayInputStream(this.content)))) {
			for (TarArchiveEntry entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
				unpack(archive, entry, target.resolve(entry.getName()));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void unpack(InputStream archive, TarArchiveEntry entry, Path path) throws IOException {
		if (entry.isDirectory()) {
			Files.createDirectories(path);
			return;
		}
		Files.createDirectories(path.getParent());
		if (entry.isSymbolicLink() || entry.isLink()) {
			Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
			return;
		}
		Files.copy(archive, path);
		path.toFile().setExecutable(path.getParent().endsWith("bin"), false);
	}

}
