package mydriver.testing

import java.io.IOException
import java.net.InetAddress
import java.net.ServerSocket
import java.net.Socket
import java.util.concurrent.ConcurrentHashMap
import kotlin.concurrent.thread

/**
 * A port that leads to the server at [target], until the cable is [cut]: then all connections through it break, and new
 * ones break as soon as they are made, until it is [mended][mend].
 *
 * @param address of the interface that it is a port of
 */
internal class TcpCable(
    private val target: Int,
    address: InetAddress = InetAddress.getLoopbackAddress(),
) : AutoCloseable {
    private val server = ServerSocket(0, 50, address)
    private val ends: MutableSet<Socket> = ConcurrentHashMap.newKeySet()

    @Volatile private var whole = true

    /** Asked before each answer of the server is passed on: true loses it, and all connections break. */
    @Volatile var losing: () -> Boolean = { false }

    val port: Int = server.localPort

    init {
        thread(isDaemon = true, name = "cable-$port") { accept() }
    }

    fun cut() {
        whole = false
        ends.forEach { it.close() }
        ends.clear()
    }

    fun mend() {
        whole = true
    }

    override fun close() {
        server.close()
        cut()
    }

    private fun accept() {
        while (true) {
            val near =
                try {
                    server.accept()
                } catch (_: IOException) {
                    // Closed.
                    return
                }
            if (!whole) near.close() else connect(near)
        }
    }

    private fun connect(near: Socket) {
        val far = Socket(InetAddress.getLoopbackAddress(), target)
        ends += listOf(near, far)
        carry(near, far) { false }
        carry(far, near) { losing() }
        // It may have been cut just before these ends were among those that are closed.
        if (!whole) cut()
    }

    private fun carry(from: Socket, to: Socket, loses: () -> Boolean) {
        thread(isDaemon = true, name = "cable-$port-ends") {
            try {
                val buffer = ByteArray(BUFFER)
                while (true) {
                    val count = from.getInputStream().read(buffer)
                    if (count < 0) break
                    if (loses()) ends.forEach { it.close() } else to.getOutputStream().write(buffer, 0, count)
                }
            } catch (_: IOException) {
                // One of the ends is closed, and so is the other now.
            }
            from.close()
            to.close()
            ends -= setOf(from, to)
        }
    }

    private companion object {
        const val BUFFER = 65_536
    }
}
