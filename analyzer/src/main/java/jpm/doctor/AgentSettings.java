package jpm.doctor;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the agent is told: in its argument, else as a system property, else as a variable. */
final class AgentSettings {
    private final Patient patient;
    private final Map<String, String> argument = new LinkedHashMap<>();

    private AgentSettings(Patient patient, String argument) {
        this.patient = patient;
        for (String pair : argument.split(",", -1)) {
            int equals = pair.indexOf('=');
            String key = equals < 0 ? pair.trim() : pair.substring(0, equals).trim();
            this.argument.put(
                    key, equals < 0 ? "true" : pair.substring(equals + 1).trim());
        }
    }

    static AgentSettings of(Patient patient) {
        String agent = AgentChecks.agentOption(patient);
        return new AgentSettings(
                patient, agent == null || !agent.contains("=") ? "" : agent.substring(agent.indexOf('=') + 1));
    }

    /** Null where it is set nowhere. */
    @Nullable
    String value(String key) {
        if (argument.containsKey(key)) {
            return argument.get(key);
        }
        String property = patient.flags().property("jpm." + key);
        if (property != null) {
            return property;
        }
        String variable = patient.variable("JPM_" + key.toUpperCase(Locale.ROOT));
        return variable.isEmpty() ? null : variable;
    }

    /** Whether a switch is on. */
    boolean isOn(String key) {
        String value = value(key);
        return value != null && !value.equals("0") && !value.equals("false") && !value.equals("no");
    }

    boolean wantsHeap() {
        return !"never".equals(value("heap"));
    }

    /** The folder of the dumps. */
    Place store() {
        String told = value("store");
        if (told != null) {
            return patient.place(told);
        }
        if (patient.credentials().uid() == 0) {
            return patient.place("/var/lib/jpm");
        }
        String state = patient.variable("XDG_STATE_HOME");
        return patient.place((state.startsWith("/") ? state : home() + "/.local/state") + "/jpm");
    }

    private String home() {
        String told = patient.flags().property("user.home");
        return told != null ? told : homeInPasswd();
    }

    /** The JVM asks the user data base, not the variable. */
    private String homeInPasswd() {
        String passwd = JavaCommand.read(patient.place("/").here(), "etc/passwd");
        String uid = Integer.toString(patient.credentials().uid());
        for (String line : passwd == null ? new String[0] : passwd.split("\n", -1)) {
            String[] fields = line.split(":", -1);
            if (fields.length > 5 && fields[2].equals(uid)) {
                return fields[5];
            }
        }
        String variable = patient.variable("HOME");
        return variable.isEmpty() ? "?" : variable;
    }
}
