namespace Paygress.Provider.Core.Images;

/// <summary>Which images may be asked for by name, and what is kept of those that were fetched: section <c>Images</c>.</summary>
public sealed class ImagesOptions
{
    public const string SectionName = "Images";

    /// <summary>Patterns over the whole reference, where <c>*</c> stands for any characters; empty allows templates only. <c>path@sha256:*</c> allows a path by digest alone.</summary>
    public IList<string> Allowed { get; set; } = [];

    /// <summary>Containers of these images may write outside their data volume and their memory. How much is not bounded: who fills the disk is ended.</summary>
    public bool WritableRoot { get; set; }

    /// <summary>The largest image in MB that is started, unpacked; 0 for any.</summary>
    public int MaxSizeMb { get; set; } = 10 * 1024;

    /// <summary>How much in GB is kept of the images that the provider fetched. Beyond it those are removed that were not used for longest; never one that is in use, nor one that was there before.</summary>
    public int KeepGb { get; set; } = 20;
}
