using System.Text;

namespace Paygress.Provider.Cli.Rendering;

/// <summary>Makes a tenant's output safe to show as it comes: blanks stand for what would steer the terminal, lines and tabs stay.</summary>
/// <remarks>What is no UTF-8 is replaced too: some terminals take a lone byte from 0x80 to 0x9F for a control.</remarks>
internal sealed class PrintableBytes
{
    // Keeps a character that is cut between two chunks.
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();

    /// <summary>The next chunk, without a character that has only begun.</summary>
    public byte[] Next(ReadOnlySpan<byte> bytes)
    {
        var text = new char[Encoding.UTF8.GetMaxCharCount(bytes.Length)];
        var shown = text.AsSpan(0, _decoder.GetChars(bytes, text, flush: false));
        foreach (ref var c in shown)
        {
            c = char.IsControl(c) && c is not ('\n' or '\t') ? ' ' : c;
        }

        var clean = new byte[Encoding.UTF8.GetByteCount(shown)];
        Encoding.UTF8.GetBytes(shown, clean);
        return clean;
    }
}
