/** What a Java process costs that does nothing. */
public class Hello {
    public static void main(String[] args) {
        System.out.println("hello");
    }
}
