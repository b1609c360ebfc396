"""What a binder says of itself: its catalogue (目录), what is missing (缺项清单), and what is printed of it."""
