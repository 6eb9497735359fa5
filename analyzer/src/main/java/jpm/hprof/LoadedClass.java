package jpm.hprof;

/**
 * A LOAD_CLASS record.
 *
 * @param serial the number by which frames name the class
 * @param id the class object
 * @param nameId the symbol of its internal name
 */
public record LoadedClass(int serial, long id, long nameId) {}
