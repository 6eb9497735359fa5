package jpm.io;

/** Receives how far a long piece of work has come; called often, so it must be cheap. Implementations may be called from any thread. */
@FunctionalInterface
public interface Progress {
    Progress NONE = (phase, done, total) -> {};

    /**
     * @param phase a short name of what is being done, as "reading objects"
     * @param done units done of this phase
     * @param total units of this phase, or -1 when not known
     */
    void report(String phase, long done, long total);
}
