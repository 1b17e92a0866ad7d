namespace Paygress.Provider.Core.Images;

/// <summary>Which images may be asked for by name: section <c>Images</c>.</summary>
public sealed class ImagesOptions
{
    public const string SectionName = "Images";

    /// <summary>Patterns over the whole reference, where <c>*</c> stands for any characters; empty allows templates only.</summary>
    public IList<string> Allowed { get; set; } = [];

    /// <summary>Containers of these images may write outside their data volume and their memory. How much is not bounded: who fills the disk is ended.</summary>
    public bool WritableRoot { get; set; }
}
