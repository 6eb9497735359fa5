package jpm.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import jpm.io.JpmException;
import jpm.service.http.ServerOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTPS with a certificate and key that the JDK's keytool made. */
class TlsTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    Path folder;

    private KeyStore keys(String algorithm) throws Exception {
        Path file = folder.resolve(algorithm + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "service",
                        "-keyalg",
                        algorithm,
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost,ip:127.0.0.1",
                        "-keystore",
                        file.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(PASSWORD))
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        return keys;
    }

    private Path pem(String name, String kind, byte[] content) throws IOException {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return Files.writeString(
                folder.resolve(name), "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
    }

    private ServerOptions.Tls tls(KeyStore keys) throws Exception {
        return new ServerOptions.Tls(
                pem("cert.pem", "CERTIFICATE", keys.getCertificate("service").getEncoded()),
                pem("key.pem", "PRIVATE KEY", keys.getKey("service", PASSWORD).getEncoded()));
    }

    private static HttpClient trusting(KeyStore keys) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("service", keys.getCertificate("service"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(context).build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC"})
    void aClientThatTrustsTheCertificateIsServed(String algorithm) throws Exception {
        KeyStore keys = keys(algorithm);
        try (RunningService service = RunningService.with(folder, ServerOptions.LOCAL.with(tls(keys)))) {
            URI uri = URI.create(service.url("v2/debugger/debuggees?project=p&clientVersion=t"));
            assertThat(uri.getScheme()).isEqualTo("https");

            HttpResponse<String> response =
                    trusting(keys).send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());

            assertThat(response.body()).isEqualTo("{}");
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> HttpClient.newHttpClient()
                            .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString()));
        }
    }

    @Test
    void socketsOfTheDatabaseAreServedToo() throws Exception {
        KeyStore keys = keys("EC");
        CompletableFuture<String> hello = new CompletableFuture<>();
        try (RunningService service = RunningService.with(folder, ServerOptions.LOCAL.with(tls(keys)))) {
            URI uri = URI.create(service.url(".ws?v=5&ns=x").replace("https:", "wss:"));
            WebSocket socket = trusting(keys)
                    .newWebSocketBuilder()
                    .buildAsync(uri, new WebSocket.Listener() {
                        @Override
                        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean isLast) {
                            hello.complete(text.toString());
                            return null;
                        }
                    })
                    .join();

            assertThat(hello.join()).contains("\"v\":\"5\"");
            socket.abort();
        }
    }

    @Test
    void unusableFilesSayWhy() throws Exception {
        ServerOptions.Tls good = tls(keys("EC"));
        assertRefused(new ServerOptions.Tls(good.key(), good.key()), "key.pem");
        assertRefused(new ServerOptions.Tls(good.certificates(), good.certificates()), "no key of PKCS #8");
        assertRefused(new ServerOptions.Tls(folder.resolve("none.pem"), good.key()), "it cannot be read");
    }

    @ParameterizedTest
    @CsvSource({"rw-------, false", "r--------, false", "rw----r--, true", "rw--w----, true", "rw-rw----, true"})
    void aKeyThatOthersMayReadIsSeen(String permissions, boolean isOpen) throws IOException {
        Path key = Files.createFile(folder.resolve("key.pem"));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString(permissions));

        assertThat(new ServerOptions.Tls(key, key).isKeyOpenToOthers()).isEqualTo(isOpen);
    }

    /** The group of a key of root's is a choice, that of another's key an accident. */
    @Test
    void aGroupMayReadAKeyOfRoots() throws IOException {
        Path key = Files.createFile(folder.resolve("key.pem"));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));

        boolean isRoots = Files.getOwner(key).getName().equals("root");
        assertThat(new ServerOptions.Tls(key, key).isKeyOpenToOthers()).isEqualTo(!isRoots);
    }

    private void assertRefused(ServerOptions.Tls tls, String why) {
        assertThatExceptionOfType(JpmException.class)
                .isThrownBy(() -> RunningService.with(folder, ServerOptions.LOCAL.with(tls)))
                .withMessageStartingWith("cannot use TLS: ")
                .withMessageContaining(why);
    }
}
