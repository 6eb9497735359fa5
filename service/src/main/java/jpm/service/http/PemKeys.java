package jpm.service.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jpm.io.JpmException;

/** Certificates and keys from PEM files. */
final class PemKeys {
    /** Of the key store in memory, which no one else sees. */
    static final String PASSWORD = "in memory";

    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    private PemKeys() {}

    static KeyStore load(ServerOptions.Tls tls) {
        try {
            Certificate[] chain = certificates(tls.certificates());
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("jpm", key(tls.key()), PASSWORD.toCharArray(), chain);
            return store;
        } catch (IOException | GeneralSecurityException unusable) {
            throw unusable(tls.certificates(), String.valueOf(unusable.getMessage()));
        }
    }

    private static Certificate[] certificates(Path file) throws IOException, GeneralSecurityException {
        Collection<? extends Certificate> chain =
                CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(read(file)));
        if (chain.isEmpty()) {
            throw unusable(file, "it has no certificate");
        }
        return chain.toArray(Certificate[]::new);
    }

    private static PrivateKey key(Path file) throws GeneralSecurityException {
        Matcher key = KEY.matcher(new String(read(file), StandardCharsets.US_ASCII));
        if (!key.find()) {
            throw new JpmException(
                    "cannot use TLS: " + file + " has no key of PKCS #8 without a password",
                    "convert it: openssl pkcs8 -topk8 -nocrypt -in " + file + " -out key.pem");
        }
        PKCS8EncodedKeySpec encoded =
                new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(key.group(1)));
        for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
            } catch (InvalidKeySpecException another) {
                continue;
            }
        }
        throw unusable(file, "its key is of no known kind");
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException unreadable) {
            throw unusable(file, "it cannot be read");
        }
    }

    private static JpmException unusable(Path file, String why) {
        return new JpmException("cannot use TLS: " + file + ": " + why, "check --tls-cert and --tls-key");
    }
}
