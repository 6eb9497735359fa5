package jpm.e2e.program;

import java.lang.reflect.Field;
import java.lang.reflect.Method;

/** A program that takes its JVM down: by writing to address 0, in interpreted or compiled code, or waiting to be killed. */
public final class NativeDeath {
    private NativeDeath() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments[0].equals("write")) {
            write();
        } else if (arguments[0].equals("write-compiled")) {
            writeWith("hunter2 of a register", (sun.misc.Unsafe) unsafe());
        }
        System.out.println("ready");
        System.in.read();
        synchronized (NativeDeath.class) {
            NativeDeath.class.wait();
        }
    }

    /** Dies in compiled code, while registers hold its arguments. */
    private static void writeWith(String text, sun.misc.Unsafe unsafe) {
        unsafe.putAddress(0, 0);
        System.out.println(text);
    }

    private static void write() throws ReflectiveOperationException {
        Object unsafe = unsafe();
        Method putAddress = unsafe.getClass().getMethod("putAddress", long.class, long.class);
        putAddress.invoke(unsafe, 0L, 0L);
    }

    private static Object unsafe() throws ReflectiveOperationException {
        Field only = Class.forName("sun.misc.Unsafe").getDeclaredField("theUnsafe");
        only.setAccessible(true);
        return only.get(null);
    }
}
