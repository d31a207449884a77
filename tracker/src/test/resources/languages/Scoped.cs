namespace Fulgur.Scoped;

public class Box
{
    public int Size { get; set; }
}
