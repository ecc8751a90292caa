"""Thống kê hằng tháng: what was read and what was published, for the office. No person who read is known."""
