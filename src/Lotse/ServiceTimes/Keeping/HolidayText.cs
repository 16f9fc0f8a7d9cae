using Lotse.Ui.Language;

namespace Lotse.ServiceTimes.Keeping;

/// <summary>Where which holidays hold, in words. Written out, so that every key is found by a search.</summary>
internal static class HolidayText
{
    public static string Place(Texts t, string place) => place switch
    {
        "BW" => t["place.BW"],
        "BY" => t["place.BY"],
        "BY-ASSUMPTION" => t["place.BY-ASSUMPTION"],
        "BY-AUGSBURG" => t["place.BY-AUGSBURG"],
        "BE" => t["place.BE"],
        "BB" => t["place.BB"],
        "HB" => t["place.HB"],
        "HH" => t["place.HH"],
        "HE" => t["place.HE"],
        "MV" => t["place.MV"],
        "NI" => t["place.NI"],
        "NW" => t["place.NW"],
        "RP" => t["place.RP"],
        "SL" => t["place.SL"],
        "SN" => t["place.SN"],
        "SN-CORPUS" => t["place.SN-CORPUS"],
        "ST" => t["place.ST"],
        "SH" => t["place.SH"],
        "TH" => t["place.TH"],
        _ => t["place.TH-CORPUS"],
    };
}
