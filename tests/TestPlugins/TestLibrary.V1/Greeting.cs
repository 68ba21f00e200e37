namespace TestLibrary;

public static class Greeting
{
    public static string Text => "library version 1";
}
