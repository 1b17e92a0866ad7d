using System.Globalization;

namespace Paygress.Provider.Core.Leases;

/// <summary>The small number that names a lease's things on the host; reused later, hence <see cref="LeaseId"/>.</summary>
public readonly record struct Vmid(int Value) : IComparable<Vmid>
{
    /// <summary>Reads a plain positive number without sign, blanks or leading zero.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Vmid vmid)
    {
        // .NET overlooks NULs behind a number.
        var ok = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > 0 && text[0] != '0' && !text.Contains('\0');
        vmid = new Vmid(value);
        return ok;
    }

    public int CompareTo(Vmid other) => Value.CompareTo(other.Value);

    public static bool operator <(Vmid left, Vmid right) => left.Value < right.Value;

    public static bool operator >(Vmid left, Vmid right) => left.Value > right.Value;

    public static bool operator <=(Vmid left, Vmid right) => left.Value <= right.Value;

    public static bool operator >=(Vmid left, Vmid right) => left.Value >= right.Value;

    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
