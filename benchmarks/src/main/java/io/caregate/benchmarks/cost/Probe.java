package io.caregate.benchmarks.cost;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.ThreadInfo;
import java.util.HashMap;
import java.util.Map;
import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * Reads the resource usage of a running Keycloak. Processor time and allocation show the cost of a request even if
 * others use the machine too. Times on the clock do not.
 */
final class Probe implements AutoCloseable {
    private final JMXConnector connector;
    private final ThreadMXBean threads;
    private final OperatingSystemMXBean system;
    private final MemoryMXBean memory;
    private final String database;

    // The address is that of a process that this one has started.
    @SuppressWarnings("BanJNDI")
    Probe(long pid, String database) throws IOException {
        this.database = database;
        connector = JMXConnectorFactory.connect(new JMXServiceURL(agent(pid)));
        MBeanServerConnection server = connector.getMBeanServerConnection();
        threads = ManagementFactory.newPlatformMXBeanProxy(
                server, ManagementFactory.THREAD_MXBEAN_NAME, ThreadMXBean.class);
        system = ManagementFactory.newPlatformMXBeanProxy(
                server, ManagementFactory.OPERATING_SYSTEM_MXBEAN_NAME, OperatingSystemMXBean.class);
        memory = ManagementFactory.newPlatformMXBeanProxy(
                server, ManagementFactory.MEMORY_MXBEAN_NAME, MemoryMXBean.class);
    }

    private static String agent(long pid) throws IOException {
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
            try {
                return machine.startLocalManagementAgent();
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException e) {
            throw new IOException(e);
        }
    }

    Reading read() throws IOException {
        long[] ids = threads.getAllThreadIds();
        ThreadInfo[] infos = threads.getThreadInfo(ids);
        long[] nanos = threads.getThreadCpuTime(ids);
        long[] bytes = threads.getThreadAllocatedBytes(ids);
        Map<Long, Long> threadNanos = new HashMap<>();
        Map<Long, Long> threadBytes = new HashMap<>();
        for (int i = 0; i < ids.length; i++) {
            if (infos[i] != null && nanos[i] >= 0 && !isOurs(infos[i].getThreadName())) {
                threadNanos.put(ids[i], nanos[i]);
                threadBytes.put(ids[i], bytes[i]);
            }
        }
        return new Reading(system.getProcessCpuTime(), threadNanos, threadBytes, DatabaseProcesses.nanos(database));
    }

    /** The bytes of the heap that are in use after everything else was collected. */
    long liveHeap() {
        // Objects that the first collection finds dead may have held those that the second finds.
        memory.gc();
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }

    // The threads that answer this very request.
    private static boolean isOurs(String thread) {
        return thread.startsWith("RMI ") || thread.startsWith("JMX ");
    }

    @Override
    public void close() throws IOException {
        connector.close();
    }
}
