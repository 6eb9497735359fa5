package jpm.service.client;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import jpm.service.json.JsonObject;
import jpm.service.json.JsonText;
import jpm.service.json.MalformedJsonException;
import jpm.snapshot.DumpMessages;

/** Parcels as the messages of Cloud Debugger, the same that the agent sends. */
final class Resources {
    private Resources() {}

    /** The program. */
    static JsonObject debuggee(Parcel parcel) {
        return parsed(parcel, messages(parcel).registration()).object("debuggee");
    }

    /** The breakpoint that could have caught the dump. */
    static JsonObject request(Parcel parcel) {
        return parsed(parcel, messages(parcel).request());
    }

    /** The finished snapshot; its id is the dump's. */
    static JsonObject resource(Parcel parcel) {
        return parsed(parcel, messages(parcel).update(parcel.dumpId())).object("breakpoint");
    }

    private static DumpMessages messages(Parcel parcel) {
        return new DumpMessages(parcel.program(), parcel.snapshot(), parcel.facts());
    }

    private static JsonObject parsed(Parcel parcel, byte[] message) {
        try {
            return JsonText.parseObject(message);
        } catch (MalformedJsonException tooDeep) {
            throw UploadException.ofDump(parcel.dumpId(), "its snapshot cannot be read: " + tooDeep.getMessage());
        }
    }

    static String hash(String algorithm, String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
