namespace Paygress.Provider.Linux.Storage;

/// <summary>Parts of a lease that must be there: in a list, JSON lets null stand for anything.</summary>
internal static class StoredPart
{
    /// <summary>The part itself.</summary>
    /// <exception cref="InvalidDataException">There is nothing in its place.</exception>
    public static T Of<T>(T? part)
        where T : class => part ?? throw new InvalidDataException($"a lease holds nothing in the place of a {typeof(T).Name}");
}
